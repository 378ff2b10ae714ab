// The side panel: doubts in the order that pays most, the guide with what became of it, notes.

import type { Doubt, GuideItem, Turn } from "./api";
import { shown } from "./actions";
import { STATUS } from "./coverage";
import { clock, h, plural, redraw, sentence, short } from "./dom";
import { nameFacts, timeOf } from "./doubts";
import type { Interview } from "./interview";
import { keepPreferences, preferences } from "./preferences";
import type { Work } from "./work";

const KIND: Record<Doubt["kind"], string> = {
  passage: "Was this meant to be left out?",
  identifier: "Does this identify somebody?",
  role: "Who asks, who answers?",
  speaker: "Is this the right speaker?",
  guide: "Is this the right question?",
  words: "Are these words right?",
};

interface Calls {
  /** Run an action of the table. */
  act: (action: string) => void;
  /** The shortest key of an action. */
  key: (action: string) => string;
}

export class Panel {
  readonly element = h("aside", { class: "panel", "aria-label": "Doubts, guide and notes" });
  current: Doubt | null = null;
  private tab: "doubts" | "guide" | "notes" = "doubts";
  private readonly body = h("div", { class: "body" });
  private readonly tabs = h("div", { class: "tabs", role: "group", "aria-label": "Shown beside the text" });

  constructor(
    private readonly interview: Interview,
    private readonly work: Work,
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
    this.current = doubts.find((doubt) => doubt.key === this.current?.key) ?? null;
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
    this.work.view.pointTo(this.current);
  }

  progress(): string {
    const { doubts, settled, minutes } = this.interview;
    if (!doubts.length) return "no doubt left";
    const about = minutes < 1 ? "under a minute" : `about ${plural(Math.round(minutes), "minute")}`;
    return `${doubts.length} of ${doubts.length + settled} left, ${about}`;
  }

  private drawDoubts(): void {
    const { doubts, stale } = this.interview;
    const rows = doubts.slice(0, 200).map((doubt) => this.doubt(doubt));
    redraw(
      this.body,
      preferences.welcomed || this.current ? "" : this.welcome(),
      this.notices(),
      doubts.length
        ? h("p", { class: "quiet" }, this.progress(), ". ", h("kbd", {}, shown(this.calls.key("doubt"))), " goes to the next, the most rewarding first.")
        : this.nothingLeft(),
      ...stale.map((edit) =>
        h(
          "div",
          { class: "doubt stale" },
          h("p", {}, "A stale edit: its turn says something else by now."),
          edit.text ? h("blockquote", {}, edit.text) : "",
          h("div", { class: "choices" },
            h("button", { type: "button", click: () => this.work.visit(edit.turn) }, "Show the turn"),
            h("button", { type: "button", click: () => void this.interview.perform({ op: "undo", of: edit.id }) }, "Let it go")),
        ),
      ),
      ...rows,
      this.permission(),
    );
  }

  /** What the programs remarked of the recording. */
  private notices(): HTMLElement | string {
    const { notices } = this.interview;
    if (!notices.length) return "";
    return h("div", { class: "notices" }, h("h3", {}, "Remarks on this recording"), h("ul", {}, ...notices.map((text) => h("li", {}, sentence(text)))));
  }

  /** Whether permission to record was heard: a pointer to listen to. */
  private permission(): HTMLElement | string {
    const heard = this.interview.permission;
    if (!heard) return "";
    const turn = heard.turn;
    return h("p", { class: "quiet" }, heard.said, turn ? " " : "", turn ? h("button", { type: "button", class: "link", click: () => this.work.visit(turn) }, "Show it") : "");
  }

  /** Show a doubt in the list. */
  show(doubt: Doubt): void {
    this.current = doubt;
    this.open("doubts");
    this.body.querySelector(".doubt.here")?.scrollIntoView({ block: "nearest" });
  }

  private doubt(doubt: Doubt): HTMLElement {
    const turn = this.interview.turn(doubt.turn);
    const here = doubt.key === this.current?.key;
    const where = doubt.places.length > 1 ? `in ${plural(doubt.places.length, "turn")}` : clock(timeOf(doubt, turn));
    const row = h(
      "div",
      { class: `doubt ${doubt.kind}${here ? " here" : ""}` },
      h(
        "button",
        { type: "button", class: "go", click: () => this.work.show(doubt) },
        h("span", { class: "kind" }, KIND[doubt.kind]),
        h("span", { class: "what" }, this.what(doubt, turn)),
        h("span", { class: "at" }, where),
      ),
    );
    if (here) {
      row.setAttribute("aria-current", "true");
      row.append(this.facts(doubt, turn), h("div", { class: "choices" }, ...this.choices(doubt, turn)));
    }
    return row;
  }

  /** The name among its words, why it waits, and what would stand in its place. */
  private facts(doubt: Doubt, turn: Turn | undefined): HTMLElement | string {
    const found = nameFacts(doubt, turn);
    if (!found) return "";
    return h(
      "div",
      { class: "facts" },
      h("p", { dir: "auto" }, found.before, h("b", {}, found.name), found.after),
      found.why && h("p", {}, h("span", { class: "quiet" }, "Why it waits: "), found.why),
      h("p", {}, h("span", { class: "quiet" }, "Replaced, it reads: "), found.becomes || "nothing, it is cut out"),
    );
  }

  /** What settles a doubt, with the keys that do the same. */
  private choices(doubt: Doubt, turn: Turn | undefined): HTMLElement[] {
    const { act, key } = this.calls;
    const button = (label: string, name: string, run = () => act(name)) =>
      h("button", { type: "button", click: run }, label, name && " ", name && h("kbd", {}, shown(key(name))));
    const others = this.interview.speakers
      .slice(0, 3)
      .map((speaker, place) => ({ speaker, name: ["first", "second", "third"][place] ?? "" }))
      .filter(({ speaker }) => speaker.label !== turn?.speaker);
    switch (doubt.kind) {
      case "identifier":
        return [button("Replace it", "accept"), button("Leave it", "reject"), button("Only here …", "name")];
      case "passage":
        return [button("Leave it out of every release", "accept"), button("It may be released", "reject")];
      case "role":
        return [
          button("Asks: an interviewer", "", () => void this.work.role(doubt, "interviewer")),
          button("Answers: an interviewee", "", () => void this.work.role(doubt, "interviewee")),
          button("Somebody else …", "who"),
          button(doubt.type === "voice" ? "It is right" : "Stays unknown", "settle"),
        ];
      case "speaker":
        return [button("It is right", "settle"), ...others.map(({ speaker, name }) => button(speaker.name, name)), button("Else …", "who")];
      case "guide":
        return [button("It is right", "settle"), button("Another question …", "about")];
      case "words":
        return [button("They are right", "settle"), button("Hear them", "replay"), button("Change them", "edit")];
    }
  }

  /** Shown until a person has read it. */
  private welcome(): HTMLElement {
    const { key } = this.calls;
    const step = (name: string, text: string) => h("li", {}, h("kbd", {}, shown(key(name))), text);
    return h(
      "section",
      { class: "welcome", "aria-label": "How a review goes" },
      h("h2", {}, "How a review goes"),
      h("ol", {},
        step("doubt", " shows the next doubt, beside its buttons and their keys."),
        h("li", {}, h("kbd", {}, "Space"), " plays; so does a click on a word. Going on rewinds a second."),
        step("edit", " changes the words of a turn. All is kept at once; nothing is final."),
        step("public", " shows what the public will read."),
        h("li", {}, "When no name is left to decide, ", h("b", {}, "Sign off"), ".")),
      h("button", { type: "button", click: () => (void keepPreferences({ welcomed: true }), this.draw()) }, "Got it"),
      h("span", { class: "quiet" }, " ", h("kbd", {}, "?"), " lists all keys."),
    );
  }

  /** The queue is empty: what comes next. */
  private nothingLeft(): HTMLElement {
    const { order, signOff, stale } = this.interview;
    if (!order.length) return h("p", { class: "quiet" }, "There are no words in it, so there is nothing to review or to sign.");
    if (stale.length) return h("p", { class: "quiet" }, "No doubt left but what no longer fits:");
    if (signOff.state === "signed") {
      return h("div", { class: "done" },
        h("p", {}, `No doubt left, and signed by ${signOff.name}. In the terminal, `, h("code", {}, "transcribe release"), " writes the public files, once nothing else stands in the way."),
        h("div", { class: "choices" }, h("button", { type: "button", click: () => this.calls.act("sign") }, "What stands in the way?")));
    }
    return h(
      "div",
      { class: "done" },
      h("p", {}, "No doubt left. A part without doubts can still be wrong: hear what matters. Then look at the public view, and sign."),
      h("div", { class: "choices" },
        h("button", { type: "button", click: () => this.calls.act("public") }, "Public view ", h("kbd", {}, this.calls.key("public"))),
        h("button", { type: "button", class: "main", click: () => this.calls.act("sign") }, "Sign off")),
    );
  }

  private what(doubt: Doubt, turn: Turn | undefined): string {
    if (doubt.kind === "identifier") return `“${doubt.text}” (${doubt.type.toLowerCase()})`;
    if (doubt.kind === "passage") return `“${short(turn?.text ?? "")}” (${doubt.text})`;
    if (doubt.type === "voice") return `${turn?.name ?? ""}: role from the interviewer's voice in ${doubt.text}`;
    if (doubt.kind === "guide") return this.interview.guide.find((item) => item.id === turn?.guide.topic)?.text ?? "";
    return short(turn?.text ?? "");
  }

  private drawGuide(): void {
    const coverage = new Map(this.interview.coverage.map((item) => [item.item, item]));
    const asked = this.interview.coverage.filter((item) => item.question_turns.length).length;
    const link = (id: string) => {
      const turn = this.interview.turn(id);
      return h("button", { type: "button", class: "link", click: () => this.work.visit(id) }, clock(turn?.start ?? null) || id);
    };
    const row = (item: GuideItem): HTMLElement => {
      const depth = Math.min(item.depth, 5);
      const about = coverage.get(item.id);
      if (!about) return h("p", { class: `group depth-${depth} guide-${item.kind}`, title: item.text }, item.text);
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
    const { act, key } = this.calls;
    const { notes } = this.interview;
    redraw(
      this.body,
      h("div", { class: "choices" },
        h("button", { type: "button", click: () => act("note") }, "Note on the turn ", h("kbd", {}, key("note"))),
        h("button", { type: "button", click: () => act("quote") }, "Quote the chosen words ", h("kbd", {}, key("quote")))),
      h("p", { class: "quiet" }, notes.length ? "Notes stay with you. Quotes go to a file: " : "Nothing noted yet. Notes stay with you; quotes go to a file: ",
        h("code", {}, "transcribe export --quotes")),
      ...notes.map((note) => {
        const turn = this.interview.turn(note.turn);
        const quoted = note.op === "quote" ? Array.from(note.before ?? "").slice(note.start_char, note.end_char).join("") : "";
        const name = note.op === "quote" ? "quote" : "note";
        return h(
          "div",
          { class: `noted ${note.op}` },
          quoted ? h("blockquote", { dir: "auto" }, quoted, this.interview.passageOf(note.turn)?.decision === "accepted" ? h("span", { class: "unsure" }, " never released: no export holds it") : "") : h("p", { dir: "auto" }, note.text ?? ""),
          h("button", { type: "button", class: "link", click: () => this.work.visit(note.turn) }, `${turn?.name ?? "The turn"} ${clock(turn?.start ?? null)}`),
          h("button", { type: "button", class: "link", "aria-label": `Remove this ${name}`, click: () => void this.interview.perform({ op: "undo", of: note.id }) }, "Remove"),
        );
      }),
    );
  }
}
