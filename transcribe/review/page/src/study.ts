// The study page: recordings with progress, what the guide's questions came to, search.

import { api, type Overview } from "./api";
import { STATUS } from "./coverage";
import { showHits } from "./dialogs";
import { clock, h, plural } from "./dom";

export async function studyPage(root: HTMLElement): Promise<void> {
  const study = await api.study();
  document.title = `${study.title} – review`;
  const found = h("div", { "aria-live": "polite" });
  const words = h("input", { type: "search", placeholder: "Search all transcripts …", "aria-label": "Search all transcripts" });
  let timer = 0;
  words.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(async () => {
      const hits = words.value.trim() ? await api.search(words.value) : [];
      found.replaceChildren(words.value.trim() ? h("p", { class: "quiet" }, plural(hits.length, "turn")) : "", showHits(hits));
    }, 250);
  });
  root.replaceChildren(
    h("header", { class: "bar" }, h("h1", {}, study.title), words),
    h("main", { class: "study", id: "main" }, found, recordings(study), coverage(study)),
  );
}

function recordings(study: Overview): HTMLElement {
  return h(
    "section",
    {},
    h("h2", {}, plural(study.recordings.length, "interview")),
    h(
      "table",
      { class: "list" },
      h("thead", {}, h("tr", {}, ...["Interview", "Length", "Words", "Doubts left", "Review", "State"].map((name) => h("th", { scope: "col" }, name)))),
      h(
        "tbody",
        {},
        ...study.recordings.map((one) => {
          const all = one.doubts + one.settled;
          const meter = h("meter", { min: "0", max: String(Math.max(1, all)), value: String(all - one.doubts), "aria-label": "Doubts settled" });
          return h(
            "tr",
            {},
            h("td", {}, h("a", { href: `#/r/${encodeURIComponent(one.id)}` }, one.id), one.draft.length ? h("span", { class: "draft" }, "draft") : ""),
            h("td", {}, clock(one.duration)),
            h("td", {}, String(one.words)),
            h("td", {}, `${one.doubts} of ${all}`, one.doubts ? `, about ${plural(Math.max(1, Math.round(one.minutes)), "minute")}` : ""),
            h("td", {}, meter),
            h("td", {}, state(one)),
          );
        }),
      ),
    ),
  );
}

function state(one: Overview["recordings"][number]): string {
  const parts = [];
  if (one.queued) parts.push(`${plural(one.queued, "name")} to decide`);
  if (one.stale) parts.push(plural(one.stale, "stale edit"));
  if (one.sign_off.state === "signed") parts.push(`signed by ${one.sign_off.name}`);
  else parts.push(one.sign_off.state === "stale" ? "changed since it was signed" : "not signed");
  if (one.released) parts.push(one.outdated ? "released, changed since" : "released");
  return parts.join(" · ");
}

function coverage(study: Overview): HTMLElement {
  const section = h("section", {}, h("h2", {}, "What became of the guide's questions"));
  section.append(
    h("p", { class: "quiet" }, ...Object.values(STATUS).map(([sign, name]) => `${sign} ${name}  `)),
  );
  for (const [key, guide] of Object.entries(study.guides)) {
    const members = study.recordings.filter((one) => one.guide === key);
    if (!guide.length || !members.length) continue;
    const maps = members.map((one) => new Map(one.coverage.map((item) => [item.item, item])));
    const rows = guide
      .filter((item) => item.kind === "section" || maps.some((map) => map.has(item.id)))
      .map((item) =>
        h(
          "tr",
          { class: item.kind },
          h("th", { scope: "row", class: `depth-${Math.min(item.depth, 5)}` }, item.label && item.kind !== "section" ? h("b", {}, `${item.label} `) : null, item.text),
          ...members.map((one, place) => {
            const about = maps[place]?.get(item.id);
            const [sign, name] = about ? (STATUS[about.status] ?? ["", ""]) : ["", ""];
            const turn = about?.question_turns[0] ?? about?.answer_turns[0];
            return h(
              "td",
              { class: about?.status ?? "" },
              !about ? "" : turn
                ? h("a", { href: `#/r/${encodeURIComponent(one.id)}/${turn}`, title: `${one.id}: ${name}`, "aria-label": `${one.id}: ${name}` }, sign)
                : h("span", { title: `${one.id}: ${name}`, role: "img", "aria-label": name }, sign),
            );
          }),
        ),
      );
    section.append(
      h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Coverage of the guide" },
        h("table", { class: "coverage" },
          h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Question"), ...members.map((one) => h("th", { scope: "col" }, one.id)))),
          h("tbody", {}, ...rows))),
    );
  }
  return section;
}
