// Signing off, and what stands in its way.

import type { Blockers } from "./api";
import { open } from "./dialogs";
import { h, plural, say } from "./dom";
import type { Interview } from "./interview";
import { listed } from "./standing";

/** Sign off, or show what has to be decided before; `toNext` goes to the first of it. */
export function signOff(interview: Interview, blockers: Blockers, toNext: () => void): void {
  const waiting = interview.toDecide.length + interview.stale.length;
  if (waiting) return notYet(interview, blockers, toNext);
  const open_ = interview.doubts.length;
  const name = h("input", { "aria-label": "Your name", placeholder: "Your name", maxlength: "100", autocomplete: "name" });
  const button = h("button", { type: "button", class: "main" }, "I have read it and agree");
  const { signOff: signed } = interview;
  const dialog = open(
    "Sign off",
    signed.name ? h("p", {}, h("b", {}, `${signed.state === "signed" ? "Signed" : "Changed since it was signed"} by ${signed.name}`), `${day(signed.at)}. ${signed.state === "signed" ? "It need not be signed again." : ""}`) : "",
    h("p", {}, !interview.order.length ? "There are no words in it: a signature says nothing." : open_ ? `${plural(open_, "doubt")} about speakers, questions or words ${open_ === 1 ? "is" : "are"} still open. That is your choice.` : "No doubt is open."),
    obstacles(blockers),
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
      say(blockers.obstacles.length ? "Signed. What else stands in the way of a release was listed here: Ctrl+Shift+S." : "Signed. In the terminal, transcribe release writes the public files.");
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

/** The day of a time as the server writes it. */
function day(at: string): string {
  const when = new Date(at);
  return Number.isNaN(when.valueOf()) ? "" : ` on ${when.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" })}`;
}

function notYet(interview: Interview, blockers: Blockers, toNext: () => void): void {
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
    obstacles(blockers),
    h("footer", {}, go),
  );
  go.focus();
}

function obstacles(found: Blockers): HTMLElement {
  const parts = listed(found.obstacles, found);
  if (!found.obstacles.length) parts.unshift(h("p", {}, "Nothing else stands in the way of a release."));
  else parts.unshift(h("p", {}, "Also in the way of a release, whoever signs:"));
  return h("div", { class: "standing" }, ...parts);
}
