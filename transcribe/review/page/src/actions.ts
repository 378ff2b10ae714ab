// Everything a person can do, in one table: it binds the keys and draws the help.

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

export function bind(actions: Action[]): (event: KeyboardEvent) => void {
  const table = new Map(actions.flatMap((action) => action.keys.map((key) => [key, action] as const)));
  return (event) => {
    if (document.querySelector("dialog[open]")) return;
    const action = table.get(pressed(event));
    if (!action) return;
    const target = event.target as HTMLElement;
    const typing = target.matches("textarea, input, select");
    if (typing && !action.typing) return;
    // A focused button keeps its own Space and Enter.
    if (target.matches("button, a, summary") && ["Space", "Enter"].includes(pressed(event))) return;
    event.preventDefault();
    action.run();
  };
}
