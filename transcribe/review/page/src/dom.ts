// Elements without markup: text is always text, whatever it holds.

type Child = Node | string | null | undefined | false;

export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string | boolean | ((event: never) => void)> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value as EventListener);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false) element.setAttribute(name, value);
  }
  element.append(...children.filter((child): child is Node | string => Boolean(child)));
  return element;
}

export function clock(seconds: number | null): string {
  if (seconds === null) return "";
  const whole = Math.floor(seconds);
  const two = (value: number) => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return (hours ? `${hours}:${two(minutes)}` : String(minutes)) + `:${two(whole % 60)}`;
}

/** The first words of a text. */
export function short(text: string, most = 70): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most);
  return `${cut.slice(0, cut.lastIndexOf(" ") + 1).trimEnd() || cut}…`;
}

/** With a capital at its beginning. */
export const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

export const plural = (count: number, one: string, many = one + "s") => `${count} ${count === 1 ? one : many}`;

/** Code points to UTF-16 units: the server counts the former, the browser the latter. */
export function unitTable(text: string): (point: number) => number {
  if (!/[\ud800-\udbff]/.test(text)) return (point) => point;
  const starts = [0];
  for (const letter of text) starts.push(starts[starts.length - 1]! + letter.length);
  return (point) => starts[Math.min(point, starts.length - 1)]!;
}

/** Put new children in, and leave the keyboard where it was. */
export function redraw(box: HTMLElement, ...children: Child[]): void {
  const name = (element: Element) => element.getAttribute("aria-label") ?? element.textContent ?? "";
  const focusable = () => [...box.querySelectorAll<HTMLElement>("a, button, input, select")];
  const held = box.contains(document.activeElement) ? document.activeElement : null;
  const place = held ? focusable().indexOf(held as HTMLElement) : -1;
  box.replaceChildren(...children.filter((child): child is Node | string => Boolean(child)));
  if (!held || place < 0) return;
  const now = focusable();
  (now.find((one) => name(one) === name(held)) ?? now[place] ?? now[now.length - 1])?.focus({ preventScroll: true });
}

export function pointsOf(text: string, unit: number): number {
  if (!/[\ud800-\udbff]/.test(text)) return unit;
  return Array.from(text.slice(0, unit)).length;
}

let region: HTMLElement | null = null;

/** Tell a person something, and a screen reader as well. */
export function say(text: string, kind: "info" | "wrong" = "info"): void {
  region ??= document.querySelector<HTMLElement>("#said");
  if (!region) return;
  region.textContent = text;
  region.className = kind;
  region.hidden = false;
  window.clearTimeout(Number(region.dataset.timer));
  region.dataset.timer = String(window.setTimeout(() => (region!.hidden = true), kind === "wrong" ? 12_000 : 4_000));
}

/** Take back what was said last. */
export function unsay(): void {
  if (region) region.hidden = true;
}
