// The study page: recordings with progress, what the guide's questions came to, search.

import { api, type Hit, type Noted, type Overview } from "./api";
import { STATUS } from "./coverage";
import { clock, h, plural } from "./dom";
import { whole } from "./standing";

const MOST = 300; // hits that the server tells

/** Draw the study; the answer ends it. */
export async function studyPage(root: HTMLElement): Promise<() => void> {
  const [study, noted] = await Promise.all([api.study(), api.notes()]);
  document.title = `${study.title} – review`;
  const { field, found, leave } = search();
  root.replaceChildren(
    h("header", { class: "bar" }, h("h1", {}, study.title), field),
    h("main", { class: "study", id: "main" }, found, next(study), recordings(study), ...(noted.length ? [notes(noted), coverage(study)] : [coverage(study), notes(noted)])),
  );
  return leave;
}

/** The field that searches all text, and what it found. */
function search(): { field: HTMLElement; found: HTMLElement; leave: () => void } {
  const found = h("div", { "aria-live": "polite" });
  const field = h("input", { type: "search", placeholder: "Search all transcripts …  /", "aria-label": "Search all transcripts" });
  let timer = 0;
  let asked = "";
  const ask = async () => {
    const words = (asked = field.value.trim());
    if (!words) return found.replaceChildren();
    try {
      const hits = await api.search(words);
      if (words !== asked) return; // an answer to what was typed before
      const many = hits.length >= MOST ? `The first ${MOST} turns with “${words}”; more words find less` : hits.length ? `${plural(hits.length, "turn")} with “${words}”` : `No turn has “${words}”.`;
      found.replaceChildren(h("section", {}, h("h2", {}, many), showHits(hits)));
    } catch (error) {
      found.replaceChildren(h("p", { class: "wrong" }, (error as Error).message));
    }
  };
  field.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void ask(), 250);
  });
  const focus = (event: KeyboardEvent) => {
    if (event.key !== "/" || (event.target as HTMLElement).matches("input, textarea")) return;
    event.preventDefault();
    field.focus();
  };
  document.addEventListener("keydown", focus);
  return { field, found, leave: () => document.removeEventListener("keydown", focus) };
}

/** What to do next, for somebody who has never seen the page. */
function next(study: Overview): HTMLElement {
  const open = study.recordings.filter((one) => one.sign_off.state !== "signed" || one.queued || one.stale);
  const first = open.find((one) => one.settled) ?? open[0];
  if (!study.recordings.length) return h("p", {}, "There is no transcript yet: ", h("code", {}, "transcribe run recordings"));
  if (!first) {
    const out = study.recordings.every((one) => one.released && !one.outdated);
    if (out) return h("p", { class: "next" }, "All interviews are signed and released.");
    const box = h("div", { class: "next standing", "aria-live": "polite" }, h("p", {}, "All interviews are signed. Checking what stands in the way of a release …"));
    const told = (error: Error) => [h("p", { class: "wrong" }, error.message)];
    void api.standing().then(whole).catch(told).then((parts) => box.replaceChildren(...parts));
    return box;
  }
  const minutes = Math.max(1, Math.round(open.reduce((sum, one) => sum + one.minutes, 0)));
  return h(
    "p",
    { class: "next" },
    h("a", { class: "button main", href: `#/r/${encodeURIComponent(first.id)}` }, `${first.settled ? "Go on with" : "Review"} ${first.id}`),
    h("span", {}, `${plural(open.length, "interview")} to sign, ${plural(open.reduce((sum, one) => sum + one.doubts, 0), "doubt")} left, about ${plural(minutes, "minute")}.`),
  );
}

function recordings(study: Overview): HTMLElement {
  return h(
    "section",
    {},
    h("h2", {}, plural(study.recordings.length, "interview")),
    h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Interviews" }, h(
      "table",
      { class: "list" },
      h("thead", {}, h("tr", {}, ...["Interview", "Length", "Words", "Doubts left", "State"].map((name) => h("th", { scope: "col", ...(name === "Length" || name === "Words" ? { class: "number" } : {}) }, name)))),
      h(
        "tbody",
        {},
        ...study.recordings.map((one) => {
          const all = one.doubts + one.settled;
          const share = all ? Math.round((100 * (all - one.doubts)) / all) : 100;
          const meter = h("div", { class: "meter", role: "img", "aria-label": `${share} % of doubts settled`, title: `${share} % of doubts settled` }, h("div", { style: `width: ${share}%` }));
          return h(
            "tr",
            {},
            h("td", {}, h("a", { href: `#/r/${encodeURIComponent(one.id)}` }, one.id), one.draft.length ? h("span", { class: "draft" }, "draft") : "", h("span", { class: "narrow" }, [clock(one.duration), `${one.words.toLocaleString("en")} words`].filter(Boolean).join(", "))),
            h("td", { class: "number" }, clock(one.duration)),
            h("td", { class: "number" }, one.words.toLocaleString("en")),
            h("td", {}, one.doubts ? `${one.doubts} of ${all}, about ${plural(Math.max(1, Math.round(one.minutes)), "minute")}` : "none", meter),
            h("td", {}, state(one)),
          );
        }),
      ),
    )),
    ...absent(study),
  );
}

/** Recordings that cannot be reviewed, and what is in their way. */
function absent(study: Overview): HTMLElement[] {
  if (!study.absent.length) return [];
  return [
    h("h3", {}, `${plural(study.absent.length, "recording")} not to be reviewed`),
    h("ul", { class: "absent" }, ...study.absent.map((one) =>
      h("li", {}, h("b", {}, one.id), ` ${one.why}`, one.hint ? h("span", { class: "quiet" }, ` → ${one.hint}`) : ""))),
  ];
}

/** Notes and quotes of all interviews. */
function notes(noted: Noted[]): HTMLElement {
  const section = h("section", {}, h("h2", {}, `Notes and quotes (${noted.length})`));
  const command = h("code", {}, "transcribe export --quotes");
  section.append(h("p", { class: "quiet" }, ...(noted.length ? ["Quotes go to a file: ", command] : ["None yet. In an interview, O notes something on a turn, and Q collects the chosen words as a quote."])));
  if (!noted.length) return section;
  const list = h("ul", { class: "noteds" }, ...noted.map((one) =>
    h("li", { class: one.op },
      one.op === "quote" ? h("blockquote", { dir: "auto" }, one.text) : h("p", { dir: "auto" }, one.text),
      h("a", { href: `#/r/${encodeURIComponent(one.recording)}/${one.turn}` }, [one.recording, clock(one.start), one.name].filter(Boolean).join(" ")),
      one.found ? "" : h("span", { class: "unsure" }, " the turn has changed since"))));
  section.append(list);
  return section;
}

function state(one: Overview["recordings"][number]): string {
  const parts = [];
  if (one.names) parts.push(`${plural(one.names, "name")} to decide`);
  if (one.passages) parts.push(`${plural(one.passages, "passage")} to decide`);
  if (one.stale) parts.push(plural(one.stale, "stale edit"));
  if (one.sign_off.state === "signed") parts.push(`signed by ${one.sign_off.name}`);
  else parts.push(one.sign_off.state === "stale" ? "changed since it was signed" : "not signed");
  if (one.released) parts.push(one.outdated ? "released, changed since" : "released");
  return parts.join(" · ");
}

function coverage(study: Overview): HTMLElement {
  const section = h("section", {}, h("h2", {}, "What became of the guide's questions"));
  if (!Object.values(study.guides).some((guide) => guide.length)) {
    section.append(h("p", { class: "quiet" }, "There is no interview guide: put guide.md beside the recordings, and run again."));
    return section;
  }
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

function showHits(hits: Hit[]): HTMLElement {
  return h(
    "ol",
    { class: "hits" },
    ...hits.map((hit) =>
      h(
        "li",
        {},
        h("a", { href: `#/r/${encodeURIComponent(hit.recording)}/${hit.turn}` }, `${hit.recording} ${clock(hit.start)} ${hit.name}`),
        h("p", {}, hit.before, h("b", {}, hit.hit), hit.after),
      ),
    ),
  );
}
