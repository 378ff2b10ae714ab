// Keys: how a press is named, and which action it means.

import { preferences } from "./preferences";

export interface Action {
  id: string;
  /** As `KeyboardEvent.key`, with Ctrl, Alt and Shift before it; Ctrl is also ⌘. */
  keys: string[];
  label: string;
  group: "Sound" | "Moving" | "Doubts" | "Text" | "Speakers" | "Guide" | "Page";
  /** Works while typing as well. */
  typing?: boolean;
  run: () => void;
}

/** The name of a key press in the form of the table. */
export function pressed(event: KeyboardEvent): string {
  const parts = [];
  if (event.ctrlKey || event.metaKey) parts.push("Ctrl");
  if (event.altKey) parts.push("Alt");
  // Alt turns letters into others on a Mac: there the key's place tells.
  const letter = event.altKey && /^(Key|Digit)/.test(event.code) ? event.code.replace(/^(Key|Digit)/, "") : "";
  const special: Record<string, string> = { " ": "Space", BracketLeft: "[", BracketRight: "]" };
  let key = letter || special[event.altKey ? event.code : ""] || special[event.key] || event.key;
  if (event.altKey && event.code === "Period") key = ".";
  if (event.altKey && event.code === "Comma") key = ",";
  if (key.length === 1) key = key.toUpperCase();
  if (event.shiftKey && (key.length > 1 || parts.length) && key !== "?") parts.push("Shift");
  return [...parts, key].join("+");
}

const SIGNS: Record<string, string> = { ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→", Escape: "Esc" };

/** A key as a person reads it. */
export const shown = (key: string) => key.split("+").map((part) => SIGNS[part] ?? part).join("+") || key;

/** The keys of an action as they are now: its own, less those a person gave to another, and theirs. */
export function keysOf(action: Action): { own: string[]; added: string[] } {
  const taken = new Set(Object.entries(preferences.keys).flatMap(([id, keys]) => (id === action.id ? [] : keys)));
  const added = preferences.keys[action.id] ?? [];
  return { own: action.keys.filter((key) => !taken.has(key) && !added.includes(key)), added };
}

/** Keys that write or move the cursor: while typing they do just that. */
const writes = (event: KeyboardEvent) =>
  !event.ctrlKey && !event.metaKey && !event.altKey && !/^(Escape|F\d+|Media\w+|Pause|ScrollLock|Browser\w+|Launch\w+|Audio\w+)$/.test(event.key);

/** The action that a key means where it was pressed. */
export function actionFor(event: KeyboardEvent, actions: Action[]): Action | undefined {
  if (document.querySelector("dialog[open]")) return undefined;
  const target = event.target as HTMLElement;
  const typing = target.matches("textarea, input, select");
  if (typing && writes(event)) return undefined;
  const name = pressed(event);
  // A focused button keeps its own Space and Enter.
  if (target.matches("button, a, summary") && ["Space", "Enter"].includes(name)) return undefined;
  const action = actions.find((one) => {
    const { own, added } = keysOf(one);
    return added.includes(name) || own.includes(name);
  });
  return typing && !action?.typing ? undefined : action;
}
