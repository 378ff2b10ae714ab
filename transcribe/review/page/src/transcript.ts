// The turns: words that play where they are clicked, identifiers marked, one turn being edited.
// Words of turns far from the screen are plain text, so that three hours stay light.

import type { Entity, Turn } from "./api";
import { clock, h, pointsOf, say, unitTable } from "./dom";
import type { Interview } from "./interview";

const DOUBTFUL = 0.5;
const SAVE_AFTER = 300; // milliseconds without a key after which typed text is sent
const SAVE_AT_LATEST = 1000; // the same while somebody types without a pause

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
  private rows = new Map<string, HTMLElement>();
  private near = new Set<string>();
  private textarea: HTMLTextAreaElement | null = null;
  private saving = 0;
  private unsent = 0; // when the first key since the last sending was pressed; 0: none
  private saved = "";
  private playing: HTMLElement | null = null;
  private readonly watcher: IntersectionObserver;

  constructor(
    private readonly interview: Interview,
    private readonly calls: Calls,
    private readonly titles: Map<string, string>,
  ) {
    this.watcher = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) {
          const id = (entry.target as HTMLElement).dataset.turn ?? "";
          if (entry.isIntersecting === this.near.has(id)) continue;
          if (entry.isIntersecting) this.near.add(id);
          else this.near.delete(id);
          if (this.textarea === null || this.active !== id) this.fill(id);
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

  draw(changed?: Set<string>): void {
    this.watcher.disconnect();
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
    for (const id of this.interview.order) if (!changed || changed.has(id) || !known.has(id)) this.fill(id);
    for (const row of rows.values()) this.watcher.observe(row);
  }

  update(changed: Set<string>, reordered: boolean): void {
    if (reordered) return this.keepPlace(() => this.draw(changed));
    for (const id of changed) if (!(this.textarea && id === this.active)) this.fill(id);
  }

  /** Redraw without moving what a person looks at. */
  private keepPlace(redraw: () => void): void {
    const row = this.rows.get(this.active);
    const before = row?.getBoundingClientRect().top;
    redraw();
    const after = this.rows.get(this.active)?.getBoundingClientRect().top;
    if (before !== undefined && after !== undefined) this.element.scrollTop += after - before;
  }

  private fill(id: string): void {
    const row = this.rows.get(id);
    const turn = this.interview.turn(id);
    if (!row || !turn || (this.textarea && row.contains(this.textarea))) return;
    row.className = `turn ${turn.role}${id === this.active ? " active" : ""}${turn.waits ? " waits" : ""}`;
    if (id === this.active) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
    const passage = this.interview.passageOf(id);
    row.classList.toggle("gone", passage?.decision === "accepted");
    if (!this.near.has(id) && id !== this.active) {
      row.replaceChildren(h("span", { class: "who" }, turn.name), h("div", { class: "said" }, this.showPublic?.get(id) ?? turn.text));
      return;
    }
    const topic = turn.guide.topic;
    const about = topic === null ? "no question" : (this.titles.get(topic) ?? topic);
    row.replaceChildren(
      h(
        "div",
        { class: "who" },
        h("button", { type: "button", class: "name", "data-do": "speaker", title: "Change speaker or role" }, turn.name),
        h("span", { class: "at" }, clock(turn.start)),
        turn.margin < 0.35 && h("span", { class: "unsure", title: "The speaker is uncertain" }, "speaker?"),
        passage && passage.decision !== "rejected" && h("span", { class: "unsure" }, passage.decision === "accepted" ? "never released" : "leave out?"),
      ),
      h("div", { class: "said" }, ...this.words(turn)),
      h(
        "button",
        {
          type: "button",
          class: `about${topic !== null && turn.guide.score < 0.55 ? " unsure" : ""}${turn.guide.asks.length ? " asks" : ""}`,
          "data-do": "guide",
          title: turn.guide.asks.length
            ? `Asks: ${turn.guide.asks.map((item) => this.titles.get(item) ?? item).join(" · ")}`
            : "Change the question of the guide",
        },
        (turn.guide.asks.length ? "asks: " : "") + about,
      ),
    );
  }

  private words(turn: Turn): (Node | string)[] {
    const open = this.showPublic?.get(turn.id);
    if (this.showPublic) return [h("span", { class: "public" }, open ?? turn.text)];
    const text = turn.text;
    const unitsOf = unitTable(text);
    const nodes: (Node | string)[] = [];
    const entities = [...turn.entities].sort((a, b) => a.start_char - b.start_char);
    let at = 0; // UTF-16 units
    let holder: HTMLElement | null = null;
    let until = 0;
    let which = 0;
    const put = (node: Node | string) => (holder ? holder.append(node) : nodes.push(node));
    const move = (to: number) => {
      while (at < to) {
        const entity = entities[which];
        if (holder && at >= until) holder = null;
        if (!holder && entity && at >= unitsOf(entity.start_char)) {
          holder = mark(entity);
          nodes.push(holder);
          until = unitsOf(entity.end_char);
          which += 1;
          continue;
        }
        const border = holder ? until : entity ? unitsOf(entity.start_char) : to;
        const end = Math.min(to, Math.max(border, at + 1));
        put(text.slice(at, end));
        at = end;
      }
      if (holder && at >= until) holder = null;
    };
    for (const [startPoint, endPoint, start, , probability] of turn.tokens) {
      const from = unitsOf(startPoint);
      move(from);
      const stop = unitsOf(endPoint);
      if (start === null) {
        move(stop);
        continue;
      }
      const word = h("span", { class: probability !== null && probability < DOUBTFUL ? "word doubtful" : "word" });
      word.dataset.start = String(start);
      // A word that an identifier cuts in two is drawn without a word's span.
      const cut = entities.some((entity) => {
        const [a, b] = [unitsOf(entity.start_char), unitsOf(entity.end_char)];
        return (a > from && a < stop) || (b > from && b < stop);
      });
      if (cut) {
        move(stop);
        continue;
      }
      const entity = entities[which];
      if (!holder && entity && from >= unitsOf(entity.start_char)) {
        holder = mark(entity);
        nodes.push(holder);
        until = unitsOf(entity.end_char);
        which += 1;
      }
      word.textContent = text.slice(from, stop);
      put(word);
      at = stop;
      if (holder && at >= until) holder = null;
    }
    move(text.length);
    return nodes;
  }

  private clicked(event: MouseEvent): void {
    const target = event.target as HTMLElement;
    const row = target.closest<HTMLElement>("[data-turn]");
    const turn = row && this.interview.turn(row.dataset.turn ?? "");
    if (!row || !turn || target === this.textarea) return;
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
    }
    const row = this.rows.get(id);
    if (scroll) row?.scrollIntoView({ block: "center" });
    if (focus) row?.focus({ preventScroll: true });
  }

  /** Mark the word that is spoken at a time. */
  follow(seconds: number): void {
    this.playing?.classList.remove("spoken");
    this.playing = null;
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

  // -- editing --------------------------------------------------------------------------------

  get editing(): boolean {
    return this.textarea !== null;
  }

  edit(id: string, place?: number): void {
    const turn = this.interview.turn(id);
    const row = this.rows.get(id);
    if (!turn || !row || this.showPublic) return;
    this.activate(id);
    if (this.textarea) return;
    const textarea = h("textarea", { "aria-label": `Text of ${turn.name}`, spellcheck: true });
    textarea.lang = document.documentElement.lang;
    textarea.value = turn.text;
    this.saved = turn.text;
    this.textarea = textarea;
    row.querySelector(".said")?.replaceChildren(textarea);
    const fit = () => {
      textarea.style.height = "auto";
      textarea.style.height = `${textarea.scrollHeight + 2}px`;
    };
    textarea.addEventListener("input", () => {
      fit();
      const now = performance.now();
      if (!this.unsent) this.unsent = now;
      const wait = Math.max(0, Math.min(SAVE_AFTER, this.unsent + SAVE_AT_LATEST - now));
      window.clearTimeout(this.saving);
      this.saving = window.setTimeout(() => this.save(), wait);
    });
    textarea.addEventListener("blur", () => this.save());
    fit();
    textarea.focus({ preventScroll: true });
    textarea.setSelectionRange(place ?? 0, place ?? 0);
  }

  /** Send what was typed, if anything changed; the textarea stays. */
  save({ now = false } = {}): void {
    window.clearTimeout(this.saving);
    this.unsent = 0;
    const turn = this.interview.turn(this.active);
    const text = this.textarea?.value.replace(/\s+/g, " ").trim() ?? "";
    if (!this.textarea || !turn || !text || text === this.saved.replace(/\s+/g, " ").trim()) return;
    const before = this.saved;
    this.saved = text;
    const operation = { op: "set_text", turn: turn.id, before, start: turn.start, text };
    void this.interview.perform(operation, { now }).then((kept) => {
      if (!kept && this.saved === text) this.saved = before; // refused: what is typed is still to be kept
    });
  }

  leave(): void {
    if (!this.textarea) return;
    if (!this.textarea.value.trim()) say("A turn cannot be empty: its text stays. F leaves it out of every release.", "wrong");
    this.save();
    this.textarea = null;
    this.fill(this.active);
  }

  /** Place in the text, in code points: the cursor while editing, else the selection's start. */
  place(): number | null {
    const turn = this.interview.turn(this.active);
    if (!turn) return null;
    if (this.textarea) return pointsOf(this.textarea.value, this.textarea.selectionStart);
    return this.selected()?.start ?? null;
  }

  /** Turns that the selection touches; without one, the given turn. */
  touched(id: string): string[] {
    const selection = window.getSelection();
    if (this.textarea || !selection || selection.isCollapsed) return [id];
    const found = this.interview.order.filter((turn) => {
      const row = this.rows.get(turn);
      return row && selection.containsNode(row, true);
    });
    return found.includes(id) ? found : [id];
  }

  /** The selection in the active turn, in code points. */
  selected(): { turn: Turn; start: number; end: number; text: string } | null {
    const selection = window.getSelection();
    if (this.textarea) {
      const turn = this.interview.turn(this.active);
      const { selectionStart, selectionEnd, value } = this.textarea;
      if (!turn || selectionStart === selectionEnd) return null;
      const text = value.slice(selectionStart, selectionEnd).trim();
      return { turn, start: pointsOf(value, selectionStart), end: pointsOf(value, selectionEnd), text };
    }
    if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    const said = (range.startContainer.parentElement ?? undefined)?.closest<HTMLElement>(".said");
    const turn = this.interview.turn(said?.closest<HTMLElement>("[data-turn]")?.dataset.turn ?? "");
    if (!said || !turn || !said.contains(range.endContainer)) return null;
    const before = document.createRange();
    before.selectNodeContents(said);
    before.setEnd(range.startContainer, range.startOffset);
    const raw = String(selection);
    const lead = raw.length - raw.trimStart().length;
    const start = before.toString().length + lead;
    const text = raw.trim();
    return { turn, start: pointsOf(turn.text, start), end: pointsOf(turn.text, start + text.length), text };
  }
}

function mark(entity: Entity): HTMLElement {
  const element = h("mark", { class: entity.decision, "data-entity": entity.id });
  const said = { auto: "replaced by", accepted: "replaced by", queued: "to decide:", rejected: "left, not" };
  element.title = `${entity.type.toLowerCase()}, ${said[entity.decision]} ${entity.surrogate}`;
  return element;
}
