// The table of everything a person can do with an interview: it binds the keys, draws the help,
// and is what docs/review.md lists.

import type { Action } from "./actions";
import { goTo } from "./dialogs";
import { showHelp } from "./help";
import type { Work } from "./work";

export function commands(work: Work, togglePublic: () => void): Action[] {
  const { interview, sound } = work;
  const actions: Action[] = [
    { id: "play", keys: ["Ctrl+Space", "Space", "F8"], label: "Play or pause; going on rewinds a second", group: "Sound", typing: true, run: () => sound.toggle() },
    { id: "back", keys: ["Alt+J", "F7"], label: "Back three seconds", group: "Sound", typing: true, run: () => sound.jump(-3) },
    { id: "forward", keys: ["Alt+L", "F9"], label: "On three seconds", group: "Sound", typing: true, run: () => sound.jump(3) },
    { id: "slower", keys: ["Alt+["], label: "Slower", group: "Sound", typing: true, run: () => sound.faster(-1) },
    { id: "faster", keys: ["Alt+]"], label: "Faster", group: "Sound", typing: true, run: () => sound.faster(1) },
    { id: "word", keys: ["Shift+Space", "Alt+P"], label: "Play from the chosen word, or from the cursor", group: "Sound", typing: true, run: () => work.playWord() },
    { id: "replay", keys: ["Alt+R", "R"], label: "Play this turn", group: "Sound", typing: true, run: () => work.onTurn((turn) => turn.start !== null && sound.play(turn.start, turn.end)) },
    { id: "goto", keys: ["Ctrl+G"], label: "Go to a time", group: "Sound", typing: true, run: () => goTo((seconds) => { sound.seek(seconds); work.toTime(seconds); }) },
    { id: "next", keys: ["Alt+.", "ArrowDown", "J"], label: "Next turn", group: "Moving", typing: true, run: () => work.step(1) },
    { id: "previous", keys: ["Alt+,", "ArrowUp", "K"], label: "Turn before", group: "Moving", typing: true, run: () => work.step(-1) },
    { id: "wordnext", keys: ["ArrowRight"], label: "Next word", group: "Moving", run: () => work.view.stepWord(1, false) },
    { id: "wordbefore", keys: ["ArrowLeft"], label: "Word before", group: "Moving", run: () => work.view.stepWord(-1, false) },
    { id: "wordmore", keys: ["Shift+ArrowRight"], label: "Choose one word more", group: "Moving", run: () => work.view.stepWord(1, true) },
    { id: "wordless", keys: ["Shift+ArrowLeft"], label: "Choose one word less, or more to the left", group: "Moving", run: () => work.view.stepWord(-1, true) },
    { id: "here", keys: ["H"], label: "To the turn that is heard", group: "Moving", run: () => work.toTime() },
    { id: "doubt", keys: ["N", "Alt+N"], label: "Next doubt", group: "Doubts", typing: true, run: () => work.nextDoubt() },
    { id: "accept", keys: ["A"], label: "Replace the name, in the whole study; leave the passage out", group: "Doubts", run: () => work.onDoubt((doubt) => work.answer(doubt, true)) },
    { id: "reject", keys: ["X"], label: "Leave the name, in the whole study; the passage may be released", group: "Doubts", run: () => work.onDoubt((doubt) => work.answer(doubt, false)) },
    { id: "name", keys: ["V"], label: "The name: replace or leave it, here or in the whole study", group: "Doubts", run: () => work.name() },
    { id: "settle", keys: ["S"], label: "It is right as it is", group: "Doubts", run: () => work.onDoubt((doubt) => void work.settle(doubt)) },
    { id: "edit", keys: ["Enter", "E"], label: "Change the text of the turn", group: "Text", run: () => work.onTurn((turn) => work.view.edit(turn.id)) },
    { id: "done", keys: ["Escape"], label: "Done with the text", group: "Text", typing: true, run: () => work.done() },
    { id: "split", keys: ["Ctrl+Enter", "Alt+S"], label: "Split the turn at the cursor, or before the chosen word", group: "Text", typing: true, run: () => work.onTurn((turn) => work.split(turn)) },
    { id: "merge", keys: ["M", "Alt+M"], label: "Join with the next turn", group: "Text", typing: true, run: () => work.onTurn((turn) => work.merge(turn)) },
    { id: "identifier", keys: ["I", "Alt+I"], label: "The chosen words identify somebody", group: "Text", typing: true, run: () => work.addIdentifier() },
    { id: "passage", keys: ["F", "Alt+F"], label: "Never release the turn, or the selected turns; again: take it back", group: "Text", typing: true, run: () => work.onTurn((turn) => work.neverRelease(turn)) },
    { id: "quote", keys: ["Q", "Alt+Q"], label: "Collect the chosen words as a quote", group: "Text", typing: true, run: () => work.quote() },
    { id: "note", keys: ["O", "Alt+O"], label: "Note on the turn", group: "Text", typing: true, run: () => work.onTurn((turn) => work.note(turn)) },
    { id: "undo", keys: ["Ctrl+Z"], label: "Undo", group: "Text", run: () => void interview.undo() },
    { id: "redo", keys: ["Ctrl+Shift+Z", "Ctrl+Y"], label: "Redo", group: "Text", run: () => void interview.redo() },
    { id: "first", keys: ["Alt+1", "1"], label: "It is the first speaker", group: "Speakers", typing: true, run: () => work.speaker(0) },
    { id: "second", keys: ["Alt+2", "2"], label: "It is the second speaker", group: "Speakers", typing: true, run: () => work.speaker(1) },
    { id: "third", keys: ["Alt+3", "3"], label: "It is the third speaker", group: "Speakers", typing: true, run: () => work.speaker(2) },
    { id: "who", keys: ["W", "Alt+W"], label: "Speaker or role: here, from here on, everywhere", group: "Speakers", typing: true, run: () => work.pickSpeaker() },
    { id: "about", keys: ["G", "Alt+G"], label: "Question of the guide", group: "Guide", typing: true, run: () => work.pickGuide() },
    { id: "guide", keys: ["C"], label: "What became of the guide's questions", group: "Guide", run: () => work.panel.open("guide") },
    { id: "doubts", keys: ["D"], label: "The list of doubts", group: "Page", run: () => work.panel.open("doubts") },
    { id: "notes", keys: ["L"], label: "Notes and quotes", group: "Page", run: () => work.panel.open("notes") },
    { id: "public", keys: ["P"], label: "What the public will read, or the private text", group: "Page", run: togglePublic },
    { id: "sign", keys: ["Ctrl+Shift+S"], label: "Sign off, and what stands in the way", group: "Page", typing: true, run: () => void work.sign() },
    { id: "help", keys: ["?", "F1"], label: "This list, and keys of your own", group: "Page", run: () => showHelp(actions) },
  ];
  return actions;
}
