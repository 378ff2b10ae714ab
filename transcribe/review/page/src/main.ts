// Two pages: the study (#/) and one interview (#/r/ID, #/r/ID/TURN).

import { bind, type Action } from "./actions";
import { api, type Doubt, type Turn } from "./api";
import { ask, decideEntity, goTo, pickGuide, pickSpeaker, pickType, showHelp, signOff } from "./dialogs";
import { clock, h, redraw, say } from "./dom";
import { Interview } from "./interview";
import { Panel } from "./panel";
import { Sound } from "./sound";
import { studyPage } from "./study";
import { TranscriptView } from "./transcript";

const root = document.querySelector<HTMLElement>("#page")!;
let leave: () => void = () => {};

async function route(): Promise<void> {
  leave();
  leave = () => {};
  const [, kind, id, turn] = location.hash.split("/");
  try {
    if (kind === "r" && id) await interviewPage(decodeURIComponent(id), turn);
    else await studyPage(root);
  } catch (error) {
    root.replaceChildren(h("main", { id: "main" }, h("p", { class: "wrong" }, (error as Error).message), h("a", { href: "#/" }, "To the study")));
  }
}

async function interviewPage(id: string, at?: string): Promise<void> {
  const interview = new Interview(id, await api.guide(id));
  document.title = `${id} – review`;
  const titles = new Map(interview.guide.map((item) => [item.id, item.text]));
  const sound = new Sound(interview);
  const view = new TranscriptView(
    interview,
    {
      playWord: (seconds) => sound.play(seconds),
      entity: (turn, entity) => decideEntity(interview, turn, entity),
      guide: (turn) => pickGuide(interview, turn),
      speaker: (turn) => pickSpeaker(interview, turn),
    },
    titles,
  );
  const panel = new Panel(interview, {
    visit: (turn) => visit(turn),
    show: (doubt) => show(doubt),
    decide: (doubt, accept) => decide(doubt, accept),
    settle: (doubt) => settle(doubt),
    again: (record) => void interview.perform({ op: "undo", of: record }),
  });
  const bar = h("header", { class: "bar" });
  root.replaceChildren(bar, sound.element, h("main", { class: "interview", id: "main" }, view.element, panel.element));

  const visit = (turn: string) => view.activate(turn, { scroll: true, focus: true });

  function show(doubt: Doubt): void {
    view.leave();
    panel.current = doubt;
    panel.open("doubts");
    visit(doubt.turn);
    const turn = interview.turn(doubt.turn);
    if (turn?.start != null) sound.seek(Math.max(0, startOf(turn, doubt) - 1));
  }

  function startOf(turn: Turn, doubt: Doubt): number {
    const token = turn.tokens.find((one) => one[1] > doubt.start_char);
    return token?.[2] ?? turn.start ?? 0;
  }

  function nextDoubt(): void {
    const place = interview.doubts.findIndex((doubt) => doubt.key === panel.current?.key);
    const next = interview.doubts[place + 1] ?? interview.doubts[0];
    if (next) show(next);
    else say("No doubt left.");
  }

  async function decide(doubt: Doubt, accept: boolean): Promise<void> {
    if (doubt.kind === "passage") {
      if (!(await interview.decidePassage(doubt.key.slice("passage:".length), doubt.places, accept))) return;
      say(accept ? "Left out of every release. Ctrl+Z takes it back." : "It may be released. Ctrl+Z takes it back.");
      return after(doubt);
    }
    if (await interview.perform({ op: "decide_name", type: doubt.type, normalized: doubt.text, accept })) {
      say(`“${doubt.text}” is ${accept ? "replaced" : "left"} in the whole study. Ctrl+Z takes it back.`);
      after(doubt);
    }
  }

  async function settle(doubt: Doubt): Promise<void> {
    if (await interview.perform({ op: "settle", key: doubt.key })) after(doubt);
  }

  function after(done: Doubt): void {
    if (panel.current?.key === done.key || panel.current === null) {
      const next = interview.doubts.find((doubt) => doubt.key !== done.key);
      if (next) show(next);
      else visit(done.turn);
    }
  }

  async function togglePublic(): Promise<void> {
    view.leave();
    if (view.showPublic) view.showPublic = null;
    else view.showPublic = new Map((await api.public(id)).map((turn) => [turn.id, turn.text]));
    document.body.classList.toggle("public-view", view.showPublic !== null);
    view.draw();
    drawBar();
    say(view.showPublic ? "This is what the public will read." : "The private text.");
  }

  const isDecided = (doubt: Doubt) => doubt.kind === "identifier" || doubt.kind === "passage";
  const active = () => interview.turn(view.active);
  const withTurn = (run: (turn: Turn) => void) => () => {
    const turn = active() ?? interview.turn(interview.order[0] ?? "");
    if (turn) run(turn);
  };
  const step = (by: 1 | -1) => {
    const typing = view.editing;
    const turn = view.active ? interview.next(view.active, by) : interview.turn(interview.order[0] ?? "");
    if (!turn) return;
    view.activate(turn.id, { scroll: true, focus: !typing });
    if (typing) view.edit(turn.id);
  };
  const onDoubt = (run: (doubt: Doubt) => void) => () => (panel.current ? run(panel.current) : say("Press N for the next doubt first."));
  const speaker = (place: number) =>
    withTurn((turn) => {
      const chosen = interview.speakers[place];
      if (chosen && chosen.label !== turn.speaker) {
        view.leave();
        void interview.on(turn, "set_speaker", { speaker: chosen.label });
      }
    });

  const actions: Action[] = [
    { id: "play", keys: ["Ctrl+Space", "Space", "F8"], label: "Play or pause; going on rewinds a second", group: "Sound", typing: true, run: () => sound.toggle() },
    { id: "back", keys: ["Alt+J", "F7"], label: "Back three seconds", group: "Sound", typing: true, run: () => sound.jump(-3) },
    { id: "forward", keys: ["Alt+L", "F9"], label: "On three seconds", group: "Sound", typing: true, run: () => sound.jump(3) },
    { id: "slower", keys: ["Alt+["], label: "Slower", group: "Sound", typing: true, run: () => sound.faster(-1) },
    { id: "faster", keys: ["Alt+]"], label: "Faster", group: "Sound", typing: true, run: () => sound.faster(1) },
    { id: "replay", keys: ["Alt+R", "R"], label: "Play this turn", group: "Sound", typing: true, run: withTurn((turn) => turn.start !== null && sound.play(turn.start, turn.end)) },
    { id: "goto", keys: ["Ctrl+G"], label: "Go to a time", group: "Sound", typing: true, run: () => goTo((seconds) => { sound.seek(seconds); const turn = view.at(seconds); if (turn) visit(turn.id); }) },
    { id: "next", keys: ["Alt+.", "ArrowDown", "J"], label: "Next turn", group: "Moving", typing: true, run: () => step(1) },
    { id: "previous", keys: ["Alt+,", "ArrowUp", "K"], label: "Turn before", group: "Moving", typing: true, run: () => step(-1) },
    { id: "here", keys: ["H"], label: "To the turn that is heard", group: "Moving", run: () => { const turn = view.at(sound.audio.currentTime); if (turn) visit(turn.id); } },
    { id: "doubt", keys: ["N", "Alt+N"], label: "Next doubt", group: "Doubts", typing: true, run: nextDoubt },
    { id: "accept", keys: ["A"], label: "Replace the name, in the whole study; leave the passage out", group: "Doubts", run: onDoubt((doubt) => isDecided(doubt) ? void decide(doubt, true) : say("This doubt is no name. S: it is right.")) },
    { id: "reject", keys: ["X"], label: "Leave the name, in the whole study; the passage may be released", group: "Doubts", run: onDoubt((doubt) => isDecided(doubt) ? void decide(doubt, false) : say("This doubt is no name. S: it is right.")) },
    { id: "settle", keys: ["S"], label: "It is right as it is", group: "Doubts", run: onDoubt((doubt) => isDecided(doubt) ? say("A replaces it or leaves it out, X lets it be.") : void settle(doubt)) },
    { id: "edit", keys: ["Enter", "E"], label: "Change the text of the turn", group: "Text", run: withTurn((turn) => view.edit(turn.id)) },
    { id: "done", keys: ["Escape"], label: "Done with the text", group: "Text", typing: true, run: () => { const id = view.active; view.leave(); view.activate(id, { focus: true }); } },
    { id: "split", keys: ["Ctrl+Enter", "Alt+S"], label: "Split the turn at the cursor or selection", group: "Text", typing: true, run: withTurn(split) },
    { id: "merge", keys: ["M", "Alt+M"], label: "Join with the next turn", group: "Text", typing: true, run: withTurn(merge) },
    { id: "identifier", keys: ["I", "Alt+I"], label: "The selected words identify somebody", group: "Text", typing: true, run: addIdentifier },
    { id: "passage", keys: ["F", "Alt+F"], label: "Never release the turn, or the selected turns; again: take it back", group: "Text", typing: true, run: withTurn(neverRelease) },
    { id: "quote", keys: ["Q", "Alt+Q"], label: "Collect the selected words as a quote", group: "Text", typing: true, run: quote },
    { id: "note", keys: ["O", "Alt+O"], label: "Note on the turn", group: "Text", typing: true, run: withTurn((turn) => ask("Note", "Note", "", (text) => void interview.on(turn, "note", { text }))) },
    { id: "undo", keys: ["Ctrl+Z"], label: "Undo", group: "Text", run: () => void interview.undo() },
    { id: "redo", keys: ["Ctrl+Shift+Z", "Ctrl+Y"], label: "Redo", group: "Text", run: () => void interview.redo() },
    { id: "first", keys: ["Alt+1", "1"], label: "It is the first speaker", group: "Speakers", typing: true, run: speaker(0) },
    { id: "second", keys: ["Alt+2", "2"], label: "It is the second speaker", group: "Speakers", typing: true, run: speaker(1) },
    { id: "third", keys: ["Alt+3", "3"], label: "It is the third speaker", group: "Speakers", typing: true, run: speaker(2) },
    { id: "who", keys: ["W", "Alt+W"], label: "Speaker or role: here, from here on, everywhere", group: "Speakers", typing: true, run: withTurn((turn) => { view.leave(); pickSpeaker(interview, turn); }) },
    { id: "about", keys: ["G", "Alt+G"], label: "Question of the guide", group: "Guide", typing: true, run: withTurn((turn) => { view.leave(); pickGuide(interview, turn); }) },
    { id: "guide", keys: ["C"], label: "What became of the guide's questions", group: "Guide", run: () => panel.open("guide") },
    { id: "doubts", keys: ["D"], label: "The list of doubts", group: "Page", run: () => panel.open("doubts") },
    { id: "public", keys: ["P"], label: "What the public will read, or the private text", group: "Page", run: () => void togglePublic() },
    { id: "sign", keys: ["Ctrl+Shift+S"], label: "Sign off, and what stands in the way", group: "Page", typing: true, run: () => void sign() },
    { id: "help", keys: ["?", "F1"], label: "This list", group: "Page", run: () => showHelp(actions) },
  ];

  function split(turn: Turn): void {
    const place = view.place();
    if (place === null) return say("Put the cursor where the second turn begins (E), or select its first word.");
    view.leave();
    void interview.on(interview.turn(turn.id) ?? turn, "split", { char: place });
  }

  function merge(turn: Turn): void {
    const next = interview.next(turn.id, 1);
    if (!next) return say("There is no turn after this one.");
    view.leave();
    void interview.on(turn, "merge", { following: next.text });
  }

  /** The turns that the selection touches, else the active one. */
  function neverRelease(turn: Turn): void {
    const turns = view.touched(turn.id);
    view.leave();
    const passage = interview.passageOf(turn.id);
    const back = passage?.decision === "accepted";
    void interview.decidePassage(passage?.id ?? turns[0] ?? turn.id, passage?.turns ?? turns, back ? null : true).then((kept) => {
      if (kept) say(back ? "Taken back." : "Never released. Ctrl+Z takes it back.");
    });
  }

  function addIdentifier(): void {
    const found = view.selected();
    if (!found) return say("Select the words first.");
    pickType(found.text, (type) =>
      void interview.perform({ op: "decide_name", type, normalized: found.text, accept: true }),
    );
  }

  function quote(): void {
    const found = view.selected();
    if (!found) return say("Select the words first.");
    void interview.on(found.turn, "quote", { start_char: found.start, end_char: found.end }).then((kept) => kept && say("Quote kept."));
  }

  async function sign(): Promise<void> {
    view.leave();
    say("Checking what stands in the way …");
    try {
      await signOff(interview, await api.blockers(id));
    } catch (error) {
      say((error as Error).message, "wrong");
    }
  }

  function drawBar(): void {
    const signed = { signed: `signed by ${interview.signOff.name}`, stale: "changed since it was signed", unsigned: "" }[interview.signOff.state] ?? "";
    const button = (label: string, run: () => void, pressed?: boolean) =>
      h("button", { type: "button", click: run, ...(pressed === undefined ? {} : { "aria-pressed": String(pressed) }) }, label);
    redraw(
      bar,
      h("a", { href: "#/", "aria-label": "Back to the study" }, "← Study"),
      h("h1", {}, id),
      h("span", { class: "quiet" }, [clock(interview.duration), interview.draft.length ? "draft" : "", signed].filter(Boolean).join(" · ")),
      h("span", { class: "left" }, panel.progress()),
      h("span", { class: "state", role: "status" }, interview.problem || (interview.following ? "checking your edits …" : "all kept")),
      button("Undo", () => void interview.undo()),
      button("Redo", () => void interview.redo()),
      button("Public view", () => void togglePublic(), view.showPublic !== null),
      button("Sign off", () => void sign()),
      button("Keys ?", () => showHelp(actions)),
    );
  }

  const keys = bind(actions);
  // Arrows move the cursor while typing; only outside do they change the turn.
  const onKey = (event: KeyboardEvent) => {
    if ((event.target as HTMLElement).matches("textarea, input, select") && !event.ctrlKey && !event.metaKey && !event.altKey && !["Escape", "F7", "F8", "F9"].includes(event.key)) return;
    keys(event);
  };
  document.addEventListener("keydown", onKey);
  const hide = () => view.save({ now: true });
  const stay = (event: Event) => interview.unsent && event.preventDefault();
  window.addEventListener("beforeunload", stay);
  document.addEventListener("visibilitychange", hide);
  window.addEventListener("pagehide", hide);
  leave = () => {
    view.leave();
    sound.leave();
    interview.leave();
    document.removeEventListener("keydown", onKey);
    document.removeEventListener("visibilitychange", hide);
    window.removeEventListener("pagehide", hide);
    window.removeEventListener("beforeunload", stay);
    document.body.classList.remove("public-view");
  };

  await interview.load();
  view.draw();
  panel.draw();
  drawBar();
  interview.onChange((changed, reordered) => {
    view.update(changed, reordered);
    panel.draw();
    drawBar();
    if (changed.size) sound.draw();
  });
  sound.onTime = (seconds) => view.follow(seconds);
  visit(at && interview.turn(at) ? at : (interview.order[0] ?? ""));
  await sound.load();
}

window.addEventListener("hashchange", () => void route());
void route();
