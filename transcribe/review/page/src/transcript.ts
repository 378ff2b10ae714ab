// The turns: words that play where they are clicked, identifiers marked, one turn being edited.
// Words of turns far from the screen are plain text, so that three hours stay light.

import type { Doubt, Entity, Turn } from "./api";
import { clock, h, sentence } from "./dom";
import { Editor } from "./editor";
import type { Interview } from "./interview";
import { chosen, stepWord, type Chosen } from "./selection";
import { drawPublic, drawWords } from "./words";

const LEAST_MARGIN = 0.35; // as the queue of doubts has them
const LEAST_SCORE = 0.55;

interface Calls {
  playWord: (seconds: number) => void;
  entity: (turn: Turn, entity: Entity) => void;
  guide: (turn: Turn) => void;
  speaker: (turn: Turn) => void;
}

export class TranscriptView {
  readonly element = h("div", { class: "turns", role: "list", "aria-label": "Transcript" });
  active = "";
  showPublic: Map<string, string> | null = null;
  readonly editor: Editor;
  /** The doubt that is shown in the panel. */
  private doubt: Doubt | null = null;
  private rows = new Map<string, HTMLElement>();
  private near = new Set<string>();
  private playing: HTMLElement | null = null;
  private readonly watcher: IntersectionObserver;

  constructor(
    private readonly interview: Interview,
    private readonly calls: Calls,
    private readonly titles: Map<string, string>,
  ) {
    this.editor = new Editor(interview);
    this.watcher = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) {
          const id = (entry.target as HTMLElement).dataset.turn ?? "";
          if (entry.isIntersecting === this.near.has(id)) continue;
          if (entry.isIntersecting) this.near.add(id);
          else this.near.delete(id);
          // The active turn has its words wherever it is, and perhaps a choice among them.
          if (!this.editor.has(id) && id !== this.active) this.fill(id);
        }
      },
      { rootMargin: "600px" },
    );
    this.element.addEventListener("click", (event) => this.clicked(event));
    this.element.addEventListener("dblclick", (event) => {
      const id = (event.target as HTMLElement).closest<HTMLElement>("[data-turn]")?.dataset.turn;
      if (id) this.edit(id);
    });
  }

  // -- drawing --------------------------------------------------------------------------------

  draw(changed?: Set<string>): void {
    this.watcher.disconnect();
    this.element.lang = this.interview.language;
    this.element.classList.toggle("unguided", !this.interview.guide.length);
    const known = this.rows;
    const rows = new Map<string, HTMLElement>();
    const fragment = document.createDocumentFragment();
    for (const id of this.interview.order) {
      const row = this.rows.get(id) ?? h("div", { class: "turn", role: "listitem", "data-turn": id, tabindex: "-1" });
      rows.set(id, row);
      fragment.append(row);
    }
    this.rows = rows;
    this.element.replaceChildren(fragment);
    if (!rows.size) {
      const why = this.interview.notices.map((notice) => ` ${sentence(notice)}.`).join("");
      this.element.append(h("p", { class: "empty", role: "listitem" }, `No words were recognized in this recording.${why}`));
    }
    for (const id of this.interview.order) if (!changed || changed.has(id) || !known.has(id)) this.fill(id);
    for (const row of rows.values()) this.watcher.observe(row);
  }

  update(changed: Set<string>, reordered: boolean): void {
    if (reordered) return this.keepPlace(() => this.draw(changed));
    for (const id of changed) if (!this.editor.has(id)) this.fill(id);
  }

  /** Mark what the doubt in the panel is about. */
  pointTo(doubt: Doubt | null): void {
    if (doubt?.key === this.doubt?.key) return;
    const turns = new Set([this.doubt, doubt].flatMap((one) => (one ? [one.turn, ...one.places] : [])));
    this.doubt = doubt;
    for (const id of turns) if (!this.editor.has(id)) this.fill(id);
  }

  /** Show what the public will read, or, with null, the private text again. */
  show(texts: Map<string, string> | null): void {
    this.showPublic = texts;
    this.keepPlace(() => this.draw());
  }

  /** Redraw without moving what a person looks at. */
  private keepPlace(redraw: () => void): void {
    const row = this.rows.get(this.active);
    const before = row?.getBoundingClientRect().top;
    const scrolled = this.element.scrollTop;
    redraw();
    this.element.scrollTop = scrolled;
    const after = this.rows.get(this.active)?.getBoundingClientRect().top;
    if (before !== undefined && after !== undefined) this.element.scrollTop += after - before;
  }

  private fill(id: string): void {
    const row = this.rows.get(id);
    const turn = this.interview.turn(id);
    if (!row || !turn || this.editor.has(id)) return;
    const passage = this.interview.passageOf(id);
    const typed = this.interview.typed.get(id);
    row.className = `turn ${turn.role}${id === this.active ? " active" : ""}${turn.waits || typed !== undefined ? " waits" : ""}`;
    const out = passage?.decision === "accepted";
    // In the public view "[passage left out]" is what is read: nothing is struck through there.
    row.classList.toggle("gone", out && !this.showPublic);
    if (id === this.active) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
    const doubt = this.doubt;
    if (doubt && (doubt.turn === id || (doubt.kind === "passage" && doubt.places.includes(id)))) row.dataset.doubt = doubt.kind;
    else delete row.dataset.doubt;
    const open = this.showPublic?.get(id);
    if (!this.near.has(id) && id !== this.active) {
      row.replaceChildren(h("span", { class: "who" }, turn.name), h("div", { class: "said", dir: "auto" }, open ?? typed ?? turn.text));
      return;
    }
    const left = out ? "never released" : passage?.decision === "queued" ? "leave out?" : "";
    row.replaceChildren(
      h(
        "div",
        { class: "who" },
        h("button", { type: "button", class: "name", "data-do": "speaker", title: "Change speaker or role" }, turn.name),
        h("span", { class: "at" }, clock(turn.start)),
        turn.role === "unknown" && h("span", { class: "unsure" }, "who is this?"),
        turn.margin < LEAST_MARGIN && h("span", { class: "unsure", title: "The speaker is uncertain" }, "speaker?"),
        turn.together > 0 && h("span", { class: "unsure", title: `For ${turn.together} seconds more than one person speaks` }, "two at once"),
        left && h("span", { class: "unsure" }, left),
      ),
      h("div", { class: "said", dir: "auto" }, ...(this.showPublic ? drawPublic(open ?? turn.text) : typed === undefined ? drawWords(turn, doubt) : [typed])),
      this.showPublic && out ? "" : this.about(turn),
    );
  }

  /** What a turn is about, and the way to change it. */
  private about(turn: Turn): HTMLElement | string {
    if (!this.interview.guide.length) return "";
    const { topic, asks, score } = turn.guide;
    const unsure = topic !== null && score < LEAST_SCORE;
    const name = topic === null ? "no question" : (this.titles.get(topic) ?? topic);
    return h(
      "button",
      {
        type: "button",
        class: `about${unsure ? " unsure" : ""}${asks.length ? " asks" : ""}`,
        "data-do": "guide",
        title: asks.length
          ? `Asks: ${asks.map((item) => this.titles.get(item) ?? item).join(" · ")}`
          : `${name} (click to change)`,
      },
      (unsure ? "? " : "") + (asks.length ? "asks: " : "") + name,
    );
  }

  // -- moving ---------------------------------------------------------------------------------

  private clicked(event: MouseEvent): void {
    const target = event.target as HTMLElement;
    const row = target.closest<HTMLElement>("[data-turn]");
    const turn = row && this.interview.turn(row.dataset.turn ?? "");
    if (!row || !turn || this.editor.is(target)) return;
    this.activate(turn.id);
    const action = target.closest<HTMLElement>("[data-do]")?.dataset.do;
    if (action === "speaker") return this.calls.speaker(turn);
    if (action === "guide") return this.calls.guide(turn);
    const entity = target.closest<HTMLElement>("[data-entity]")?.dataset.entity;
    const found = turn.entities.find((one) => one.id === entity);
    if (found) this.calls.entity(turn, found);
    const start = target.closest<HTMLElement>("[data-start]")?.dataset.start;
    if (start !== undefined && !String(window.getSelection())) this.calls.playWord(Number(start));
  }

  activate(id: string, { focus = false, scroll = false } = {}): void {
    if (id !== this.active) {
      this.leave();
      const before = this.active;
      this.active = id;
      this.fill(before);
      this.fill(id);
      if (scroll) window.getSelection()?.removeAllRanges();
    }
    const row = this.rows.get(id);
    if (scroll) row?.scrollIntoView({ block: "center" });
    if (focus) row?.focus({ preventScroll: true });
  }

  /** Mark the word that is spoken at a time; null: none. */
  follow(seconds: number | null): void {
    this.playing?.classList.remove("spoken");
    this.playing = null;
    if (seconds === null) return;
    const turn = this.at(seconds);
    const row = turn && this.rows.get(turn.id);
    if (!turn || !row) return;
    const words = row.getElementsByClassName("word") as HTMLCollectionOf<HTMLElement>;
    let [low, high] = [0, words.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (Number(words[middle]!.dataset.start) <= seconds + 0.02) low = middle + 1;
      else high = middle;
    }
    this.playing = words[low - 1] ?? null;
    this.playing?.classList.add("spoken");
  }

  at(seconds: number): Turn | undefined {
    let found: Turn | undefined;
    for (const turn of this.interview.spoken()) {
      if (turn.start === null || turn.start > seconds) break;
      found = turn;
    }
    return found;
  }

  // -- editing and choosing -------------------------------------------------------------------

  edit(id: string, place?: number): void {
    const turn = this.interview.turn(id);
    const said = this.rows.get(id)?.querySelector<HTMLElement>(".said");
    if (!turn || !said || this.showPublic) return;
    const from = place ?? this.chosen()?.start;
    this.activate(id);
    if (this.editor.open) return;
    const now = this.rows.get(id)?.querySelector<HTMLElement>(".said") ?? said;
    this.editor.start(turn, now, from);
  }

  leave(): void {
    if (!this.editor.open) return;
    this.editor.leave();
    this.fill(this.active);
  }

  /** Place in the text, in code points: the cursor while editing, else where the choice begins. */
  place(): number | null {
    return this.editor.place() ?? this.chosen()?.start ?? null;
  }

  /** When the chosen word, or the one at the cursor, is spoken; null without either. */
  heardAt(): number | null {
    const place = this.place();
    const turn = this.interview.turn(this.chosen()?.turn ?? this.active);
    if (place === null || !turn) return null;
    const word = turn.tokens.find((token) => token[1] > place && token[2] !== null) ?? turn.tokens.findLast((token) => token[2] !== null);
    return word?.[2] ?? null;
  }

  /** Choose the next word of the active turn, or the one before. */
  stepWord(by: 1 | -1, extend: boolean): void {
    const turn = this.interview.turn(this.active);
    const said = this.rows.get(this.active)?.querySelector<HTMLElement>(".said");
    if (turn && said && !this.showPublic && !this.editor.open) stepWord(said, turn, by, extend);
  }

  chosen(): Chosen | null {
    if (this.editor.open) return this.editor.chosen();
    return this.showPublic ? null : chosen((id) => this.interview.turn(id)?.text);
  }

  /** The identifier among the chosen words. */
  entity(): { turn: Turn; entity: Entity } | null {
    const found = this.chosen();
    const turn = found && this.interview.turn(found.turn);
    const entity = turn?.entities.find((one) => one.start_char < found!.end && one.end_char > found!.start);
    return turn && entity ? { turn, entity } : null;
  }

  /** Turns that the selection touches; without one, the given turn. */
  touched(id: string): string[] {
    const selection = window.getSelection();
    if (this.editor.open || !selection || selection.isCollapsed) return [id];
    const found = this.interview.order.filter((turn) => {
      const row = this.rows.get(turn);
      return row && selection.containsNode(row, true);
    });
    return found.length ? found : [id];
  }
}
