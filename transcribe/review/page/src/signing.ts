// Signing off, and what stands in its way.

import { open } from "./dialogs";
import { h, plural, say } from "./dom";
import type { Interview } from "./interview";

/** Sign off, or show what has to be decided before; `toNext` goes to the first of it. */
export function signOff(interview: Interview, blockers: string[], toNext: () => void): void {
  const waiting = interview.toDecide.length + interview.stale.length;
  const others = blockers.filter((line) => !/signed/.test(line));
  if (waiting) return notYet(interview, others, toNext);
  const open_ = interview.doubts.length;
  const name = h("input", { "aria-label": "Your name", placeholder: "Your name", maxlength: "100", autocomplete: "name" });
  const button = h("button", { type: "button", class: "main" }, "I have read it and agree");
  const dialog = open(
    "Sign off",
    h("p", {}, open_ ? `${plural(open_, "doubt")} about speakers, questions or words ${open_ === 1 ? "is" : "are"} still open. That is your choice.` : "No doubt is open."),
    obstacles(others),
    interview.permission ? h("p", {}, interview.permission.said) : "",
    h("p", {}, "By signing you say that the text may go out as the public view (", h("kbd", {}, "P"), ") shows it."),
    name,
    h("footer", {}, button),
  );
  const sign = async () => {
    if (!name.value.trim()) return name.focus();
    button.disabled = true;
    button.textContent = "Checking …";
    if (await interview.sign(name.value.trim())) {
      dialog.close();
      say("Signed. In the terminal, transcribe release writes the public files.");
      return;
    }
    button.disabled = false;
    button.textContent = "I have read it and agree";
  };
  button.addEventListener("click", () => void sign());
  name.addEventListener("keydown", (event) => {
    if (event.key === "Enter") void sign();
  });
  name.focus();
}

function notYet(interview: Interview, others: string[], toNext: () => void): void {
  const names = interview.toDecide.filter((doubt) => doubt.kind === "identifier").length;
  const passages = interview.toDecide.length - names;
  const parts = [
    names && `${plural(names, "name")} that may identify somebody`,
    passages && `${plural(passages, "passage")} that somebody asked to leave out`,
    interview.stale.length && `${plural(interview.stale.length, "stale edit")}: make it again, or let it go`,
  ].filter((part): part is string => Boolean(part));
  const go = h("button", { type: "button", class: "main", click: () => (dialog.close(), toNext()) }, "To the first");
  const dialog = open(
    "Not yet: some things wait for you",
    h("p", {}, "Before anybody can sign, decide:"),
    h("ul", {}, ...parts.map((part) => h("li", {}, part))),
    obstacles(others.filter((line) => !/wait for a decision/.test(line))),
    h("footer", {}, go),
  );
  go.focus();
}

function obstacles(lines: string[]): HTMLElement {
  if (!lines.length) return h("p", {}, "Nothing else stands in the way of a release.");
  return h("div", {}, h("p", {}, "Also in the way of a release, whoever signs:"), h("ul", {}, ...lines.map((line) => h("li", {}, line))));
}
