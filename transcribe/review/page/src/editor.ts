// The one turn that is being edited: a text area, sent while a person types.

import type { Turn } from "./api";
import { h, say } from "./dom";
import type { Interview } from "./interview";
import type { Chosen } from "./selection";

const SAVE_AFTER = 300; // milliseconds without a key after which typed text is sent
const SAVE_AT_LATEST = 1000; // the same while somebody types without a pause

export class Editor {
  private textarea: HTMLTextAreaElement | null = null;
  private turn = "";
  private timer = 0;
  private unsent = 0; // when the first key since the last sending was pressed; 0: none
  private saved = "";

  constructor(private readonly interview: Interview) {}

  get open(): boolean {
    return this.textarea !== null;
  }

  has(turn: string): boolean {
    return this.textarea !== null && this.turn === turn;
  }

  is(target: EventTarget | null): boolean {
    return target !== null && target === this.textarea;
  }

  /** Put the text area where a turn's words stand; the cursor at a code point. */
  start(turn: Turn, said: HTMLElement, place = 0): void {
    const textarea = h("textarea", { "aria-label": `Text of ${turn.name}`, spellcheck: true, dir: "auto" });
    const now = this.interview.textOf(turn);
    textarea.value = now;
    this.textarea = textarea;
    this.turn = turn.id;
    this.saved = now;
    said.replaceChildren(textarea);
    const fit = () => {
      textarea.style.height = "auto";
      textarea.style.height = `${textarea.scrollHeight + 2}px`;
    };
    textarea.addEventListener("input", () => {
      fit();
      this.later();
    });
    textarea.addEventListener("blur", () => this.save());
    fit();
    textarea.focus({ preventScroll: true });
    const unit = Array.from(now).slice(0, place).join("").length;
    textarea.setSelectionRange(unit, unit);
  }

  private later(): void {
    const now = performance.now();
    if (!this.unsent) this.unsent = now;
    const wait = Math.max(0, Math.min(SAVE_AFTER, this.unsent + SAVE_AT_LATEST - now));
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.save(), wait);
  }

  /** Send what was typed, if anything changed; the text area stays. */
  save({ now = false } = {}): void {
    window.clearTimeout(this.timer);
    this.unsent = 0;
    const turn = this.interview.turn(this.turn);
    const text = spaced(this.textarea?.value ?? "").trim();
    if (!this.textarea || !turn || !text || text === spaced(this.saved).trim()) return;
    const before = this.saved;
    this.saved = text;
    void this.interview.setText(turn, before, text, { now }).then((kept) => {
      if (!kept && this.saved === text) this.saved = before; // refused: what is typed is still to be kept
    });
  }

  leave(): void {
    if (!this.textarea) return;
    if (!this.textarea.value.trim()) say("A turn cannot be empty: its text stays. F leaves it out of every release.", "wrong");
    this.save();
    this.textarea = null;
  }

  /** The cursor, in code points of the text as it is sent; null while nothing is edited. */
  place(): number | null {
    return this.textarea && sentLength(this.textarea.value.slice(0, this.textarea.selectionStart));
  }

  /** The words that are chosen in the text area. */
  chosen(): Chosen | null {
    if (!this.textarea) return null;
    const { selectionStart, selectionEnd, value } = this.textarea;
    const raw = value.slice(selectionStart, selectionEnd);
    const text = spaced(raw).trim();
    if (!text) return null;
    const start = sentLength(value.slice(0, selectionStart + raw.length - raw.trimStart().length));
    return { turn: this.turn, start, end: start + Array.from(text).length, text };
  }
}

/** A text as it is sent: on one line, with single spaces. */
const spaced = (text: string) => text.replace(/\s+/g, " ");

/** How many code points of the beginning of a text are sent. */
const sentLength = (beginning: string) => Array.from(spaced(beginning).trimStart()).length;
