// One recording in the browser: its state, kept up with the server, and every change sent at once.

import { api, Unreachable, type Coverage, type Doubt, type GuideItem, type Passage, type Permission, type Said, type State, type Turn } from "./api";
import { say } from "./dom";

type Listener = (changed: Set<string>, reordered: boolean) => void;

/** Changes of all interviews that the server has not kept yet: the tab asks before it closes. */
export const pending = { count: 0 };

const POLL = 2500;
const RETRY = 1500; // milliseconds

export class Interview {
  version = 0;
  guide: GuideItem[] = [];
  order: string[] = [];
  turns = new Map<string, Turn>();
  speakers: { label: string; role: string; name: string; margin: number }[] = [];
  coverage: Coverage[] = [];
  passages: Passage[] = [];
  permission: Permission | null = null;
  doubts: Doubt[] = [];
  /** Changes that the server has not kept yet. */
  unsent = 0;
  settled = 0;
  minutes = 0;
  stale: Said[] = [];
  notes: Said[] = [];
  notices: string[] = [];
  draft: string[] = [];
  language = "";
  duration: number | null = null;
  signOff = { state: "unsigned", name: "", at: "" };
  following = false;
  problem = "";
  /** What was typed into turns and is on its way: the next change is made on it. */
  readonly typed = new Map<string, string>();
  /** Told when a change is sent, and when it is kept. */
  onSending: () => void = () => {};
  private undoable: string[] = [];
  private redoable: string[] = [];
  private listeners: Listener[] = [];
  private sending: Promise<unknown> = Promise.resolve();
  private timer = 0;
  private left = false;

  constructor(readonly id: string) {}

  onChange(listener: Listener): void {
    this.listeners.push(listener);
  }

  async load(): Promise<void> {
    this.take(await api.changes(this.id, 0));
    if (!this.left) this.poll();
  }

  leave(): void {
    this.left = true;
    window.clearTimeout(this.timer);
    this.listeners = [];
    this.onSending = () => {};
  }

  private poll(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(async () => {
      if (!document.hidden) {
        try {
          const asked = this.sending.then(() => api.changes(this.id, this.version));
          this.sending = asked.catch(() => undefined);
          this.take(await asked);
        } catch (error) {
          this.problem = (error as Error).message;
          this.tell(new Set(), false);
        }
      }
      if (this.listeners.length) this.poll();
    }, this.following ? 800 : POLL);
  }

  private take(state: State): void {
    const known = this.version;
    const before = this.passages;
    this.version = state.version;
    if (state.order) this.order = state.order;
    for (const turn of state.turns) this.turns.set(turn.id, turn);
    if (state.speakers) {
      // In the order in which they were first seen here, so that the keys 1, 2 and 3 stay theirs.
      const known = this.speakers.map((speaker) => speaker.label);
      const place = (label: string) => known.indexOf(label) + (known.includes(label) ? 0 : known.length + 1);
      this.speakers = [...state.speakers].sort((one, other) => place(one.label) - place(other.label));
    }
    this.coverage = state.coverage ?? this.coverage;
    this.passages = state.passages ?? this.passages;
    this.permission = state.permission ?? this.permission;
    this.doubts = state.doubts ?? this.doubts;
    this.settled = state.settled ?? this.settled;
    this.minutes = state.minutes ?? this.minutes;
    this.stale = state.stale ?? this.stale;
    this.notes = state.notes ?? this.notes;
    this.notices = state.notices ?? this.notices;
    this.draft = state.draft ?? this.draft;
    this.language = state.language ?? this.language;
    this.duration = state.duration ?? this.duration;
    this.signOff = state.sign_off ?? this.signOff;
    if (known === 0) this.undoable = (state.history ?? []).map((record) => record.id);
    const quiet = known === state.version && this.following === state.following && this.problem === state.problem;
    this.following = state.following ?? false;
    this.problem = state.problem ?? "";
    const changed = new Set(state.turns.map((turn) => turn.id));
    for (const passage of [...before, ...this.passages]) {
      if (before !== this.passages) for (const turn of passage.turns) changed.add(turn);
    }
    if (!quiet) this.tell(changed, state.order !== null);
  }

  private tell(changed: Set<string>, reordered: boolean): void {
    for (const listener of this.listeners) listener(changed, reordered);
  }

  turn(id: string): Turn | undefined {
    return this.turns.get(id);
  }

  *spoken(): Generator<Turn> {
    for (const id of this.order) {
      const turn = this.turns.get(id);
      if (turn) yield turn;
    }
  }

  next(id: string, step: 1 | -1): Turn | undefined {
    const place = this.order.indexOf(id) + step;
    return this.turns.get(this.order[place] ?? "");
  }

  /** Send one operation; they go out one after another, so none overtakes the one before. */
  async perform(operation: Record<string, unknown>, { undo = false, redo = false, now = false } = {}): Promise<boolean> {
    // Kept over retries, so that the server does once what it was sent twice.
    const id = crypto.randomUUID().replaceAll("-", "");
    const send = () => this.deliver({ ...operation, id });
    const sent = now ? send() : this.sending.then(send);
    this.sending = Promise.all([this.sending, sent]).catch(() => undefined);
    this.unsent += 1;
    pending.count += 1;
    this.onSending();
    try {
      const state = await sent;
      this.take(state);
      const record = state.record ?? "";
      if (undo) this.redoable.push(record);
      else {
        this.undoable.push(record);
        if (!redo) this.redoable = [];
      }
      if (this.stale.some((edit) => edit.id === record)) {
        say("Somebody changed this turn in the meantime. Your change is kept under Doubts: make it again, or let it go.", "wrong");
      }
      if (this.listeners.length) this.poll();
      return true;
    } catch (error) {
      say((error as Error).message, "wrong");
      return false;
    } finally {
      this.unsent -= 1;
      pending.count -= 1;
      this.onSending();
    }
  }

  /** Send until it is kept: a server that was ended may come back at the same address. */
  private async deliver(operation: Record<string, unknown>): Promise<State> {
    for (;;) {
      try {
        return await api.perform(this.id, this.version, operation);
      } catch (error) {
        if (!(error instanceof Unreachable)) throw error;
        this.problem = `${this.unsent} not kept yet. ${error.message}`;
        // The interview's page may be left by now; the change is not.
        if (this.listeners.length) this.tell(new Set(), false);
        else say(`${this.id}: ${this.problem}`, "wrong");
        await new Promise((again) => window.setTimeout(again, RETRY));
      }
    }
  }

  /** Doubts without whose decision nobody can sign. */
  get toDecide(): Doubt[] {
    return this.doubts.filter((doubt) => doubt.kind === "identifier" || doubt.kind === "passage");
  }

  /** What a turn says, with what was typed and is on its way. */
  textOf(turn: Turn): string {
    return this.typed.get(turn.id) ?? turn.text;
  }

  /** Send the text of a turn; until it is kept, the turn says it here. */
  async setText(turn: Turn, before: string, text: string, { now = false } = {}): Promise<boolean> {
    this.typed.set(turn.id, text);
    const kept = await this.perform({ op: "set_text", turn: turn.id, before, start: turn.start, text }, { now });
    if (this.typed.get(turn.id) === text) this.typed.delete(turn.id);
    this.tell(new Set([turn.id]), false);
    return kept;
  }

  passageOf(turn: string): Passage | undefined {
    return this.passages.find((passage) => passage.turns.includes(turn));
  }

  decidePassage(passage: string, turns: string[], leaveOut: boolean | null): Promise<boolean> {
    const said = turns.flatMap((id) => {
      const turn = this.turns.get(id);
      return turn ? [{ id, text: this.textOf(turn), start: turn.start, end: turn.end }] : [];
    });
    return this.perform({ op: "decide_passage", passage, turns: said, leave_out: leaveOut });
  }

  on(turn: Turn, op: string, facts: Record<string, unknown> = {}): Promise<boolean> {
    return this.perform({ op, turn: turn.id, before: this.textOf(turn), start: turn.start, ...facts });
  }

  async undo(): Promise<void> {
    const last = this.undoable.pop();
    if (!last) return say("There is nothing to undo.");
    if (await this.perform({ op: "undo", of: last }, { undo: true })) say("Undone.");
    else this.undoable.push(last);
  }

  async redo(): Promise<void> {
    const last = this.redoable.pop();
    if (!last) return say("There is nothing to redo.");
    if (await this.perform({ op: "undo", of: last }, { redo: true })) say("Done again.");
    else this.redoable.push(last);
  }

  async sign(name: string): Promise<boolean> {
    try {
      this.take(await api.signOff(this.id, name));
      return true;
    } catch (error) {
      say((error as Error).message, "wrong");
      return false;
    }
  }
}
