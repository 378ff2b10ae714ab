// What a person does with an interview: goes through the doubts, and changes turns.

import { api, type Doubt, type Turn } from "./api";
import { ask } from "./dialogs";
import { say } from "./dom";
import { timeOf } from "./doubts";
import type { Interview } from "./interview";
import type { Panel } from "./panel";
import { decideEntity, pickGuide, pickSpeaker, pickType } from "./pickers";
import { signOff } from "./signing";
import type { Sound } from "./sound";
import type { TranscriptView } from "./transcript";

export class Work {
  panel!: Panel;
  view!: TranscriptView;

  constructor(
    readonly interview: Interview,
    readonly sound: Sound,
  ) {}

  // -- moving ---------------------------------------------------------------------------------

  visit(turn: string): void {
    this.view.activate(turn, { scroll: true, focus: true });
  }

  /** Run on the active turn, or on the first one. */
  onTurn(run: (turn: Turn) => void): void {
    const { interview, view } = this;
    const turn = interview.turn(view.active) ?? interview.turn(interview.order[0] ?? "");
    if (turn) run(turn);
  }

  step(by: 1 | -1): void {
    const { interview, view } = this;
    const typing = view.editor.open;
    const turn = view.active ? interview.next(view.active, by) : interview.turn(interview.order[0] ?? "");
    if (!turn) return;
    view.activate(turn.id, { scroll: true, focus: !typing });
    if (typing) view.edit(turn.id);
  }

  /** To the turn that is spoken at a time, or now. */
  toTime(seconds = this.sound.audio.currentTime): void {
    const turn = this.view.at(seconds);
    if (turn) this.visit(turn.id);
  }

  playWord(): void {
    const at = this.view.heardAt();
    if (at !== null) this.sound.play(at);
    else say("Choose a word with ← and → first.");
  }

  // -- doubts ---------------------------------------------------------------------------------

  show(doubt: Doubt): void {
    const { interview, panel, sound, view } = this;
    view.leave();
    panel.show(doubt);
    this.visit(doubt.turn);
    const at = timeOf(doubt, interview.turn(doubt.turn));
    if (at !== null) sound.cue(Math.max(0, at - 1));
  }

  nextDoubt(): void {
    const { doubts } = this.interview;
    const place = doubts.findIndex((doubt) => doubt.key === this.panel.current?.key);
    const next = doubts[place + 1] ?? doubts[0];
    if (next) this.show(next);
    else say("No doubt left. Ctrl+Shift+S signs the interview off.");
  }

  /** Run on the doubt that is shown. */
  onDoubt(run: (doubt: Doubt) => void): void {
    if (this.panel.current) run(this.panel.current);
    else say("Press N for the next doubt first.");
  }

  answer(doubt: Doubt, accept: boolean): void {
    if (doubt.kind === "identifier" || doubt.kind === "passage") void this.decide(doubt, accept);
    else say("This doubt is no name. S: it is right.");
  }

  async decide(doubt: Doubt, accept: boolean): Promise<void> {
    const { interview } = this;
    if (doubt.kind === "passage") {
      if (!(await interview.decidePassage(doubt.key.slice("passage:".length), doubt.places, accept))) return;
      say(accept ? "Left out of every release. Ctrl+Z takes it back." : "It may be released. Ctrl+Z takes it back.");
      return this.after(doubt);
    }
    if (await interview.perform({ op: "decide_name", type: doubt.type, normalized: doubt.text, accept })) {
      say(`“${doubt.text}” is ${accept ? "replaced" : "left"} in the whole study. Ctrl+Z takes it back.`);
      this.after(doubt);
    }
  }

  async settle(doubt: Doubt): Promise<void> {
    if (doubt.kind === "identifier" || doubt.kind === "passage") return say("A replaces it or leaves it out, X lets it be.");
    if (await this.interview.perform({ op: "settle", key: doubt.key })) this.after(doubt);
  }

  async role(doubt: Doubt, role: string): Promise<void> {
    const turn = this.interview.turn(doubt.turn);
    if (turn && (await this.interview.on(turn, "set_role", { role }))) this.after(doubt);
  }

  private after(done: Doubt): void {
    const { interview, panel } = this;
    if (panel.current !== null && panel.current.key !== done.key) return;
    const next = interview.doubts.find((doubt) => doubt.key !== done.key);
    if (next) return this.show(next);
    this.visit(done.turn);
    say("That was the last doubt. Ctrl+Shift+S signs the interview off.");
  }

  // -- changes --------------------------------------------------------------------------------

  done(): void {
    const id = this.view.active;
    this.view.leave();
    window.getSelection()?.removeAllRanges();
    this.view.activate(id, { focus: true });
  }

  speaker(place: number): void {
    this.onTurn((turn) => {
      const chosen = this.interview.speakers[place];
      if (!chosen) return say(`There is no ${["first", "second", "third"][place]} speaker. W adds one.`);
      if (chosen.label === turn.speaker) return;
      this.view.leave();
      void this.interview.on(turn, "set_speaker", { speaker: chosen.label });
    });
  }

  pickSpeaker(): void {
    this.onTurn((turn) => {
      this.view.leave();
      pickSpeaker(this.interview, turn);
    });
  }

  pickGuide(): void {
    this.onTurn((turn) => {
      this.view.leave();
      pickGuide(this.interview, turn);
    });
  }

  split(turn: Turn): void {
    const place = this.view.place();
    if (place === null) return say("Put the cursor where the second turn begins (E), or choose its first word (→).");
    this.view.leave();
    void this.interview.on(this.interview.turn(turn.id) ?? turn, "split", { char: place });
  }

  merge(turn: Turn): void {
    this.view.leave();
    const following = this.interview.next(turn.id, 1);
    if (!following) return say("There is no next turn.");
    void this.interview.on(this.interview.turn(turn.id) ?? turn, "merge", { following: this.interview.textOf(following) });
  }

  neverRelease(turn: Turn): void {
    const { interview, view } = this;
    const turns = view.touched(turn.id);
    view.leave();
    const passage = interview.passageOf(turns[0] ?? turn.id);
    const back = passage?.decision === "accepted";
    void interview.decidePassage(passage?.id ?? turns[0] ?? turn.id, passage?.turns ?? turns, back ? null : true).then((kept) => {
      if (kept) say(back ? "Taken back." : "Never released. Ctrl+Z takes it back.");
    });
  }

  addIdentifier(): void {
    const found = this.view.chosen();
    if (!found) return say("Choose the words first: with the mouse, or with → and Shift+→.");
    // A word is chosen with the marks that stand at it; they are no part of a name.
    const name = found.text.replace(/^[\s,;:!?…"“”„«»()]+|[\s.,;:!?…"“”„«»()]+$/g, "");
    if (!name) return say("These are marks only: choose words.");
    pickType(name, (type) => void this.interview.perform({ op: "decide_name", type, normalized: name, accept: true }));
  }

  /** The name among the chosen words, or that of the doubt: here, or in the whole study. */
  name(): void {
    const doubt = this.panel.current;
    const turn = doubt?.kind === "identifier" ? this.interview.turn(doubt.turn) : undefined;
    const entity = turn?.entities.find((one) => one.start_char === doubt?.start_char);
    const found = this.view.entity() ?? (turn && entity ? { turn, entity } : null);
    if (found) decideEntity(this.interview, found.turn, found.entity);
    else say("Choose a marked name with ← and → first.");
  }

  quote(): void {
    const found = this.view.chosen();
    const turn = found && this.interview.turn(found.turn);
    if (!found || !turn) return say("Choose the words first: with the mouse, or with → and Shift+→.");
    void this.interview
      .on(turn, "quote", { start_char: found.start, end_char: found.end })
      .then((kept) => {
        const out = this.interview.passageOf(turn.id)?.decision === "accepted";
        if (kept) say(out ? "Quote kept, under Notes. The turn is never released, so no export holds it." : "Quote kept, under Notes.", out ? "wrong" : "info");
      });
  }

  note(turn: Turn): void {
    ask("Note", "Note", "", (text) => void this.interview.on(turn, "note", { text }));
  }

  async sign(): Promise<void> {
    this.view.leave();
    say("Checking what stands in the way …");
    try {
      await signOff(this.interview, await api.blockers(this.interview.id), () => this.nextToDecide());
    } catch (error) {
      say((error as Error).message, "wrong");
    }
  }

  /** The first doubt that has to be decided before anybody can sign. */
  private nextToDecide(): void {
    const next = this.interview.toDecide[0];
    if (next) this.show(next);
    else this.panel.open("doubts");
  }
}
