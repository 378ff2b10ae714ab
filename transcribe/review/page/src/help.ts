// The list of keys, and keys of one's own: for a foot pedal, or for hands used to others.

import { keysOf, pressed, shown, type Action } from "./actions";
import { open } from "./dialogs";
import { h, redraw } from "./dom";
import { keepPreferences, preferences } from "./preferences";

const ALONE = ["Control", "Alt", "Shift", "Meta", "AltGraph", "CapsLock"];

export function showHelp(actions: Action[]): void {
  const list = h("div", { class: "help" });
  const told = h("p", { class: "quiet", role: "status" });
  let waiting: Action | null = null;
  const draw = () => {
    const groups = [...new Set(actions.map((action) => action.group))];
    redraw(list, ...groups.map((group) => h("section", {}, h("h3", {}, group), h("table", {}, ...actions.filter((one) => one.group === group).map(row)))));
  };
  const row = (action: Action): HTMLElement => {
    const { own, added } = keysOf(action);
    const remove = (key: string) => {
      const left = added.filter((one) => one !== key);
      set(action, left, `${key} does nothing of its own any more.`);
    };
    return h(
      "tr",
      {},
      h("td", {},
        ...own.flatMap((key) => [h("kbd", {}, shown(key)), " "]),
        ...added.flatMap((key) => [h("button", { type: "button", class: "key", "aria-label": `Take ${key} away from: ${action.label}`, click: () => remove(key) }, h("kbd", {}, shown(key)), " ✕"), " "])),
      h("td", {}, action.label),
      h("td", {}, h("button", { type: "button", class: "add", title: "Add a key or pedal", "aria-label": `Add a key for: ${action.label}`, click: () => listen(action) }, "+")),
    );
  };
  const listen = (action: Action) => {
    waiting = action;
    told.textContent = `Press the key, or step on the pedal, for “${action.label}”. Escape: leave it.`;
  };
  const set = (action: Action, keys: string[], text: string) => {
    void keepPreferences({ keys: { ...preferences.keys, [action.id]: keys } });
    told.textContent = text;
    draw();
  };
  const dialog = open(
    "Keys",
    h("p", {}, "Single letters work while you are not typing; keys with Ctrl or Alt and F keys work always. Ctrl is ⌘ on a Mac."),
    h("p", {}, "A foot pedal that sends F7, F8, F9 or media keys works as it is. For another, press + and step on it."),
    told,
    list,
  );
  dialog.addEventListener("keydown", (event) => {
    if (!waiting || ALONE.includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    const [action, key] = [waiting, pressed(event)];
    waiting = null;
    if (key === "Escape") {
      told.textContent = "";
      return;
    }
    if (/^(Shift\+)?Tab$|^Enter$/.test(key)) {
      told.textContent = `${key} is needed as it is. Choose another.`;
      return;
    }
    if (keysOf(action).own.includes(key)) {
      told.textContent = `${key} does that already.`;
      return;
    }
    // A key means one thing: whoever had it of one's own gives it up.
    for (const [id, keys] of Object.entries(preferences.keys)) preferences.keys[id] = keys.filter((one) => one !== key);
    set(action, [...(preferences.keys[action.id] ?? []), key], `${key}: ${action.label}.`);
  });
  draw();
}
