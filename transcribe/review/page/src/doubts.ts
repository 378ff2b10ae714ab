// Where a doubt stands in the text and in the sound, and what there is to know of it.

import type { Doubt, Entity, Turn } from "./api";
import { unitTable } from "./dom";

export const DOUBTFUL = 0.5; // probability under which a word is doubtful
const AROUND = 40; // letters shown on each side of a name

const said = (turn: Turn, from: number, to: number) => {
  const units = unitTable(turn.text);
  return turn.text.slice(units(from), units(to));
};

/** Whether a mention is one of the name that a doubt is about. */
export function isMeant(doubt: Doubt, turn: Turn, entity: Entity): boolean {
  if (doubt.kind !== "identifier" || entity.decision !== "queued" || entity.type !== doubt.type) return false;
  if (turn.id === doubt.turn && entity.start_char === doubt.start_char) return true;
  const plain = (text: string) => text.toLowerCase().replace(/\s+/g, " ");
  return plain(said(turn, entity.start_char, entity.end_char)) === plain(doubt.text);
}

/** When it is heard: at its name or its first doubtful word, else where its turn begins. */
export function timeOf(doubt: Doubt, turn: Turn | undefined): number | null {
  if (!turn) return null;
  const timed = turn.tokens.filter((token) => token[2] !== null);
  const token =
    doubt.kind === "identifier" ? timed.find((one) => one[1] > doubt.start_char)
    : doubt.kind === "words" ? timed.find((one) => one[4] !== null && one[4] < DOUBTFUL)
    : undefined;
  return token?.[2] ?? turn.start;
}

/** A name with the words around it, and why it waits and what would stand in its place. */
export function nameFacts(doubt: Doubt, turn: Turn | undefined): { before: string; name: string; after: string; why: string; becomes: string } | null {
  const entity = turn?.entities.find((one) => isMeant(doubt, turn, one));
  if (!turn || !entity) return null;
  const before = said(turn, 0, entity.start_char);
  const after = said(turn, entity.end_char, turn.text.length);
  const from = before.length > AROUND ? before.indexOf(" ", before.length - AROUND) + 1 : 0;
  const to = after.length > AROUND ? after.lastIndexOf(" ", AROUND) : after.length;
  return {
    before: (from ? "… " : "") + before.slice(from),
    name: said(turn, entity.start_char, entity.end_char),
    after: (to < 0 ? "" : after.slice(0, to)) + (to < after.length ? " …" : ""),
    why: entity.reason ?? "",
    becomes: entity.surrogate,
  };
}
