// The side panel: doubts in the order that pays most, the guide with what became of it, notes.

import type { Doubt, GuideItem, Turn } from "./api";
import { STATUS } from "./coverage";
import { clock, h, plural, redraw } from "./dom";
import type { Interview } from "./interview";

const KIND: Record<Doubt["kind"], string> = {
  passage: "Was this meant to be left out?",
  identifier: "Does this identify somebody?",
  role: "Who asks, who answers?",
  speaker: "Is this the right speaker?",
  guide: "Is this the right question?",
  words: "Are these words right?",
};

interface Calls {
  visit: (turn: string) => void;
  show: (doubt: Doubt) => void;
  decide: (doubt: Doubt, accept: boolean) => void;
  settle: (doubt: Doubt) => void;
  again: (id: string) => void;
}

export class Panel {
  readonly element = h("aside", { class: "panel", "aria-label": "Doubts, guide and notes" });
  current: Doubt | null = null;
  private tab: "doubts" | "guide" | "notes" = "doubts";
  private readonly body = h("div", { class: "body" });
  private readonly tabs = h("div", { class: "tabs", role: "group", "aria-label": "Shown beside the text" });

  constructor(
    private readonly interview: Interview,
    private readonly calls: Calls,
  ) {
    this.element.append(this.tabs, this.body);
  }

  open(tab: "doubts" | "guide" | "notes"): void {
    this.tab = tab;
    this.draw();
  }

  draw(): void {
    const { doubts, notes, stale } = this.interview;
    const names = {
      doubts: `Doubts (${doubts.length + stale.length})`,
      guide: "Guide",
      notes: `Notes (${notes.length})`,
    } as const;
    redraw(
      this.tabs,
      ...(Object.keys(names) as (keyof typeof names)[]).map((tab) =>
        h(
          "button",
          { type: "button", "aria-pressed": String(tab === this.tab), click: () => this.open(tab) },
          names[tab],
        ),
      ),
    );
    if (this.tab === "doubts") this.drawDoubts();
    else if (this.tab === "guide") this.drawGuide();
    else this.drawNotes();
  }

  progress(): string {
    const { doubts, settled, minutes } = this.interview;
    if (!doubts.length) return "no doubt left";
    const about = minutes < 1 ? "under a minute" : `about ${plural(Math.round(minutes), "minute")}`;
    return `${doubts.length} of ${doubts.length + settled} left, ${about}`;
  }

  private drawDoubts(): void {
    const { doubts, stale } = this.interview;
    this.current = doubts.find((doubt) => doubt.key === this.current?.key) ?? null;
    const rows = doubts.slice(0, 200).map((doubt) => this.doubt(doubt));
    redraw(
      this.body,
      h("p", { class: "quiet" }, this.progress(), ". ", h("kbd", {}, "N"), " goes to the next, the most rewarding first."),
      ...stale.map((edit) =>
        h(
          "div",
          { class: "doubt stale" },
          h("p", {}, "A stale edit: its turn says something else by now."),
          edit.text ? h("blockquote", {}, edit.text) : "",
          h("div", { class: "choices" },
            h("button", { type: "button", click: () => this.calls.visit(edit.turn) }, "Show the turn"),
            h("button", { type: "button", click: () => this.calls.again(edit.id) }, "Let it go")),
        ),
      ),
      ...rows,
    );
  }

  private doubt(doubt: Doubt): HTMLElement {
    const turn = this.interview.turn(doubt.turn);
    const here = doubt.key === this.current?.key;
    const where = doubt.places.length > 1 ? `in ${plural(doubt.places.length, "turn")}` : clock(turn?.start ?? null);
    const row = h(
      "div",
      { class: `doubt ${doubt.kind}${here ? " here" : ""}` },
      h(
        "button",
        { type: "button", class: "go", click: () => this.calls.show(doubt) },
        h("span", { class: "kind" }, KIND[doubt.kind]),
        h("span", { class: "what" }, this.what(doubt, turn)),
        h("span", { class: "at" }, where),
      ),
    );
    if (here) {
      row.setAttribute("aria-current", "true");
      row.append(
        h(
          "div",
          { class: "choices" },
          ...(doubt.kind === "identifier"
            ? [
                h("button", { type: "button", click: () => this.calls.decide(doubt, true) }, "Replace it ", h("kbd", {}, "A")),
                h("button", { type: "button", click: () => this.calls.decide(doubt, false) }, "Leave it ", h("kbd", {}, "X")),
              ]
            : doubt.kind === "passage"
              ? [
                  h("button", { type: "button", click: () => this.calls.decide(doubt, true) }, "Leave it out of every release ", h("kbd", {}, "A")),
                  h("button", { type: "button", click: () => this.calls.decide(doubt, false) }, "It may be released ", h("kbd", {}, "X")),
                ]
              : [h("button", { type: "button", click: () => this.calls.settle(doubt) }, "It is right ", h("kbd", {}, "S"))]),
        ),
      );
    }
    return row;
  }

  private what(doubt: Doubt, turn: Turn | undefined): string {
    if (doubt.kind === "identifier") return `“${doubt.text}” (${doubt.type.toLowerCase()})`;
    if (doubt.kind === "passage") return `${doubt.text}: “${(turn?.text ?? "").slice(0, 70)}”`;
    if (doubt.kind === "guide") return this.interview.guide.find((item) => item.id === turn?.guide.topic)?.text ?? "";
    const text = turn?.text ?? "";
    return text.length > 70 ? `${text.slice(0, 70)}…` : text;
  }

  private drawGuide(): void {
    const coverage = new Map(this.interview.coverage.map((item) => [item.item, item]));
    const asked = this.interview.coverage.filter((item) => item.question_turns.length).length;
    const link = (id: string) => {
      const turn = this.interview.turn(id);
      return h("button", { type: "button", class: "link", click: () => this.calls.visit(id) }, clock(turn?.start ?? null) || id);
    };
    const row = (item: GuideItem): HTMLElement => {
      const depth = Math.min(item.depth, 5);
      const about = coverage.get(item.id);
      if (!about) return h("p", { class: `group depth-${depth} ${item.kind}` }, item.text);
      const [sign, name] = STATUS[about.status] ?? ["", about.status];
      return h(
        "div",
        { class: `item depth-${depth} ${about.status}` },
        h("span", { class: "sign", title: name, "aria-label": name, role: "img" }, sign),
        h("span", { class: "text" }, item.label ? h("b", {}, `${item.label} `) : null, item.text),
        h("span", { class: "where" }, ...[...about.question_turns, ...about.answer_turns.slice(0, 3)].flatMap((id) => [link(id), " "])),
      );
    };
    this.body.replaceChildren(
      h("p", { class: "quiet" }, `${asked} of ${this.interview.coverage.length} questions asked. `,
        ...Object.values(STATUS).map(([sign, name]) => `${sign} ${name}  `)),
      ...this.interview.guide.map(row),
    );
    if (!this.interview.guide.length) this.body.append(h("p", {}, "There is no interview guide for this recording."));
  }

  private drawNotes(): void {
    this.body.replaceChildren(
      h("p", { class: "quiet" }, h("kbd", {}, "O"), " adds a note to the turn, ", h("kbd", {}, "Q"),
        " collects the selected words as a quote. Notes never leave the private folder."),
      ...this.interview.notes.map((note) => {
        const turn = this.interview.turn(note.turn);
        const quoted = note.op === "quote" ? Array.from(note.before ?? "").slice(note.start_char, note.end_char).join("") : "";
        return h(
          "div",
          { class: `note ${note.op}` },
          quoted ? h("blockquote", {}, quoted) : h("p", {}, note.text ?? ""),
          h("button", { type: "button", class: "link", click: () => this.calls.visit(note.turn) }, `${turn?.name ?? ""} ${clock(turn?.start ?? null)}`),
        );
      }),
    );
  }
}
