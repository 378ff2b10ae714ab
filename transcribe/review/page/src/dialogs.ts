// Dialogs, and those that only ask for a line of text.

import { h, unsay } from "./dom";

/** A dialog with a title; closing it gives the keyboard back. */
export function open(title: string, ...content: (Node | string)[]): HTMLDialogElement {
  const dialog = h(
    "dialog",
    { "aria-label": title },
    h(
      "header",
      {},
      h("h2", {}, title),
      h("button", { type: "button", class: "close", "aria-label": "Close", title: "Close (Escape)", click: () => dialog.close() }, "✕"),
    ),
    ...content,
  );
  // What is pressed in here is meant for here, even if it closes the dialog.
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  const before = document.activeElement as HTMLElement | null;
  dialog.addEventListener("close", () => {
    dialog.remove();
    before?.focus?.({ preventScroll: true });
  });
  unsay();
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

export function goTo(seek: (seconds: number) => void): void {
  const field = h("input", { "aria-label": "Time", placeholder: "1:02:30, 62:30 or 3750" });
  const go = () => {
    const parts = field.value.trim().split(":").map(Number);
    if (!field.value.trim() || parts.some((part) => Number.isNaN(part) || part < 0)) {
      field.setCustomValidity("Write it as 1:02:30, 62:30 or 3750");
      field.reportValidity();
      return;
    }
    dialog.close();
    seek(parts.reduce((sum, part) => sum * 60 + part, 0));
  };
  const dialog = open("Go to a time", field, h("footer", {}, h("button", { type: "button", class: "main", click: go }, "Go there")));
  field.addEventListener("input", () => field.setCustomValidity(""));
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") go();
  });
  field.focus();
}

/** Ask for some text. Nothing typed is lost: closing the dialog keeps it as well. */
export function ask(title: string, label: string, value: string, done: (text: string) => void): void {
  const field = h("textarea", { "aria-label": label, dir: "auto" });
  field.value = value;
  const dialog = open(
    title,
    field,
    h("footer", {}, h("span", { class: "quiet" }, h("kbd", {}, "Ctrl+Enter"), " keeps it; so does closing."),
      h("button", { type: "button", class: "main", click: () => dialog.close() }, "Keep")),
  );
  dialog.addEventListener("close", () => field.value.trim() && done(field.value.trim()));
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) dialog.close();
  });
  field.focus();
}
