// Dialogs to choose from: a question of the guide, a speaker, what becomes of a name.

import type { Entity, GuideItem, Turn } from "./api";
import { open } from "./dialogs";
import { h } from "./dom";
import type { Interview } from "./interview";

/** Choose what a turn is about, and which questions it asks. */
export function pickGuide(interview: Interview, turn: Turn): void {
  const filter = h("input", { type: "search", placeholder: "Words of the question …", "aria-label": "Find a question" });
  const asks = new Set(turn.guide.asks);
  let topic = turn.guide.topic;
  const list = h("div", { class: "tree", role: "group", "aria-label": "Questions of the guide" });
  const draw = () => {
    const wanted = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (item: GuideItem) => wanted.every((word) => `${item.label} ${item.text}`.toLowerCase().includes(word));
    const shown = interview.guide.filter((item) => (wanted.length ? askable(item) && fits(item) : item.kind !== "note" && item.kind !== "example"));
    const empty = interview.guide.length ? "No question has these words." : "There is no interview guide for this recording.";
    list.replaceChildren(...(shown.length ? shown.map((item) => row(item)) : [h("p", { class: "quiet" }, empty)]));
  };
  const askable = (item: GuideItem) => item.kind === "question" || item.kind === "instruction";
  const row = (item: GuideItem): HTMLElement => {
    if (!askable(item)) return h("p", { class: `group depth-${Math.min(item.depth, 5)}` }, item.text);
    const box = h("input", { type: "checkbox", "aria-label": `This turn asks: ${item.text}` });
    box.checked = asks.has(item.id);
    box.addEventListener("change", () => (box.checked ? asks.add(item.id) : asks.delete(item.id)));
    return h(
      "div",
      { class: `item depth-${Math.min(item.depth, 5)}` },
      h("label", { title: "asked in this turn" }, box, "asks"),
      h(
        "button",
        {
          type: "button",
          "data-item": item.id,
          "aria-pressed": String(item.id === topic),
          click: () => {
            topic = item.id;
            finish();
          },
        },
        item.label ? h("b", {}, `${item.label} `) : null,
        item.text,
      ),
    );
  };
  const finish = () => {
    dialog.close();
    const facts: Record<string, unknown> = {};
    if (topic !== turn.guide.topic) Object.assign(facts, topic === null ? { no_topic: true } : { topic });
    else if (topic !== null) facts.topic = topic; // confirmed by a person
    const now = [...asks].sort();
    if (now.join() !== [...turn.guide.asks].sort().join()) facts.asks = now;
    if (Object.keys(facts).length) void interview.on(turn, "set_guide", facts);
  };
  filter.addEventListener("input", draw);
  filter.addEventListener("keydown", (event) => {
    if (event.key === "Enter") list.querySelector<HTMLElement>("[data-item]")?.click();
    if (event.key === "ArrowDown") list.querySelector<HTMLElement>("[data-item]")?.focus();
  });
  list.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const options = [...list.querySelectorAll<HTMLElement>("[data-item]")];
    const place = options.indexOf(document.activeElement as HTMLElement) + (event.key === "ArrowDown" ? 1 : -1);
    (options[place] ?? filter).focus();
    event.preventDefault();
  });
  const none = h("button", { type: "button", click: () => ((topic = null), finish()) }, "About no question");
  const done = h("button", { type: "button", class: "main", click: finish }, "Keep what is ticked");
  const dialog = open("What is this turn about?", filter, list, h("footer", {}, none, done));
  dialog.classList.add("wide");
  draw();
  list.querySelector("[aria-pressed=true]")?.scrollIntoView({ block: "center" });
  filter.focus();
}

export function pickSpeaker(interview: Interview, turn: Turn): void {
  const reach = h(
    "select",
    { "aria-label": "How far" },
    h("option", { value: "one" }, "this turn"),
    h("option", { value: "onward" }, `from here on, wherever it is ${turn.name}`),
    h("option", { value: "everywhere" }, `everywhere it is ${turn.name}`),
  );
  const set = (facts: Record<string, unknown>, op = "set_speaker") => {
    dialog.close();
    void interview.on(turn, op, facts);
  };
  const fresh = () => {
    const taken = new Set(interview.speakers.map((speaker) => speaker.label));
    let number = 1;
    while (taken.has(`ADDED_${number}`)) number += 1;
    return `ADDED_${number}`;
  };
  const name = h("input", { "aria-label": "Shown name", placeholder: "e.g. Operator", value: turn.name, maxlength: "60" });
  const dialog = open(
    `Who says this?`,
    h("p", {}, "Change ", reach, " to:"),
    h(
      "div",
      { class: "choices" },
      ...interview.speakers.map((speaker, place) =>
        h(
          "button",
          {
            type: "button",
            class: speaker.role,
            "aria-pressed": String(speaker.label === turn.speaker),
            click: () => set({ speaker: speaker.label, reach: reach.value }),
          },
          speaker.name,
          place < 3 && " ",
          place < 3 && h("kbd", { title: "Outside this dialog, for one turn" }, String(place + 1)),
        ),
      ),
      ...["interviewer", "interviewee"].map((role) =>
        h(
          "button",
          { type: "button", class: role, click: () => set({ speaker: fresh(), role, reach: reach.value }) },
          `another ${role}`,
        ),
      ),
    ),
    h("p", {}, `Or change the role of ${turn.name} everywhere:`),
    h(
      "div",
      { class: "choices" },
      ...["interviewer", "interviewee", "unknown"].map((role) =>
        h(
          "button",
          { type: "button", class: role, "aria-pressed": String(role === turn.role), click: () => set({ role }, "set_role") },
          role,
        ),
      ),
    ),
    h("p", {}, "Or show another name (in private files; a release numbers people by role): ", name, " ",
      h("button", { type: "button", click: () => set({ name: name.value }, "set_name") }, "Show this name")),
  );
  dialog.querySelector<HTMLElement>(".choices button[aria-pressed=true], .choices button")?.focus();
}

/** Replace or leave a mention that was found, here or in the whole study. */
export function decideEntity(interview: Interview, turn: Turn, entity: Entity): void {
  const text = Array.from(turn.text).slice(entity.start_char, entity.end_char).join("");
  const masked = entity.decision === "auto" || entity.decision === "accepted";
  const said = (whole: boolean, accept: boolean) => {
    dialog.close();
    const facts = { type: entity.type, normalized: text, accept };
    void interview.perform(
      whole
        ? { op: "decide_name", ...facts }
        : { op: "decide_mention", ...facts, entity: entity.id, turn: turn.id, start_char: entity.start_char, end_char: entity.end_char },
    );
  };
  const choice = (label: string, whole: boolean, accept: boolean) =>
    h("button", { type: "button", click: () => said(whole, accept) }, label);
  const dialog = open(
    `Does “${text}” identify somebody?`,
    h("p", {}, `${entity.type.toLowerCase()}; ${masked ? `replaced by ${entity.surrogate}` : entity.decision === "queued" ? `to decide; would become ${entity.surrogate}` : "left as it is"}.`),
    entity.reason ? h("p", { class: "quiet" }, entity.reason) : "",
    h(
      "div",
      { class: "choices" },
      choice("Replace it in the whole study", true, true),
      choice("Leave it in the whole study", true, false),
      choice("Replace only here", false, true),
      choice("Leave only here", false, false),
    ),
  );
  dialog.querySelector<HTMLElement>(".choices button")?.focus();
}

/** Which kind of identifier a selection is. */
export function pickType(text: string, done: (type: string) => void): void {
  const types: [string, string][] = [
    ["PERSON", "a person"], ["ORGANIZATION", "an organization"], ["PRODUCT", "a product or project"],
    ["LOCATION", "a place"], ["UNIVERSITY", "a university"], ["JOB", "a job title"], ["OTHER", "something else"],
  ];
  const dialog = open(
    `Never show “${text}”`,
    h("p", {}, "It is replaced wherever it stands, in the whole study. It is:"),
    h(
      "div",
      { class: "choices" },
      ...types.map(([type, label]) =>
        h("button", { type: "button", click: () => (dialog.close(), done(type)) }, label),
      ),
    ),
  );
  dialog.querySelector<HTMLElement>(".choices button")?.focus();
}
