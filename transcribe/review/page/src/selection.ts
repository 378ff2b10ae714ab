// Words chosen in the transcript, with the mouse or the arrow keys: the browser's own selection,
// so that it looks and reads as everywhere else.

import type { Turn } from "./api";
import { pointsOf, unitTable } from "./dom";

export interface Chosen {
  turn: string;
  /** Code points into the turn's text. */
  start: number;
  end: number;
  text: string;
}

/** The words that are chosen inside one turn, or null. */
export function chosen(textOf: (turn: string) => string | undefined): Chosen | null {
  const selection = window.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const from = range.startContainer;
  const said = (from instanceof Element ? from : from.parentElement)?.closest<HTMLElement>(".said");
  const turn = said?.closest<HTMLElement>("[data-turn]")?.dataset.turn ?? "";
  const whole = textOf(turn);
  if (!said || whole === undefined || !said.contains(range.endContainer)) return null;
  const before = document.createRange();
  before.selectNodeContents(said);
  before.setEnd(range.startContainer, range.startOffset);
  const raw = range.toString();
  const start = before.toString().length + raw.length - raw.trimStart().length;
  const text = raw.trim();
  if (!text) return null;
  return { turn, start: pointsOf(whole, start), end: pointsOf(whole, start + text.length), text };
}

/** Choose the next word of a turn, or the one before; with `extend`, as well as those chosen. */
export function stepWord(said: HTMLElement, turn: Turn, by: 1 | -1, extend: boolean): void {
  const selection = window.getSelection();
  const now = chosen((id) => (id === turn.id ? turn.text : undefined));
  const words = turn.tokens;
  if (!selection || !words.length) return;
  const backwards = isBackwards(selection);
  const first = now ? words.findIndex((word) => word[1] > now.start) : -1;
  const last = now ? words.findLastIndex((word) => word[0] < now.end) : -1;
  const focus = now ? (extend && backwards ? first : extend ? last : by > 0 ? last : first) : by > 0 ? -1 : words.length;
  const to = Math.max(0, Math.min(words.length - 1, focus + by));
  const anchor = extend && now ? (backwards ? last : first) : to;
  const units = unitTable(turn.text);
  const [low, high] = [Math.min(anchor, to), Math.max(anchor, to)];
  const start = placeIn(said, units(words[low]![0]));
  const end = placeIn(said, units(words[high]![1]));
  if (to < anchor) selection.setBaseAndExtent(...end, ...start);
  else selection.setBaseAndExtent(...start, ...end);
  start[0].parentElement?.scrollIntoView({ block: "nearest" });
}

/** Whether it was drawn from right to left. */
function isBackwards({ anchorNode, anchorOffset, focusNode, focusOffset, isCollapsed }: Selection): boolean {
  if (!anchorNode || !focusNode || isCollapsed) return false;
  const range = document.createRange();
  range.setStart(anchorNode, anchorOffset);
  range.setEnd(focusNode, focusOffset); // an end before the start takes the start with it
  return range.collapsed;
}

/** Where in its nodes the unit of a text stands. */
function placeIn(said: HTMLElement, unit: number): [Node, number] {
  const walker = document.createTreeWalker(said, NodeFilter.SHOW_TEXT);
  let left = unit;
  let node: Node = said;
  for (let next = walker.nextNode(); next; next = walker.nextNode()) {
    node = next;
    const length = next.textContent?.length ?? 0;
    if (left <= length) return [next, left];
    left -= length;
  }
  return [node, node.textContent?.length ?? 0];
}
