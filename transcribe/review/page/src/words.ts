// The words of a turn as they are drawn: names marked, words that were heard badly underlined.

import type { Doubt, Entity, Token, Turn } from "./api";
import { h, unitTable } from "./dom";
import { DOUBTFUL, isMeant } from "./doubts";

/** The words of a turn, those of a name under one mark; a click on a word plays there.
 * The name that is to be decided just now is marked before all others. */
export function drawWords(turn: Turn, shown: Doubt | null = null): (Node | string)[] {
  const { text } = turn;
  const units = unitTable(text);
  const marks = [...turn.entities]
    .sort((a, b) => a.start_char - b.start_char)
    .map((entity) => ({ entity, from: units(entity.start_char), to: units(entity.end_char) }));
  const nodes: (Node | string)[] = [];
  let [at, which] = [0, 0]; // UTF-16 units; place in marks
  let holder: HTMLElement | null = null;
  const put = (to: number, token?: Token) => {
    while (at < to) {
      const one = marks[which];
      if (one && at >= one.to) {
        which += 1;
        holder = null;
        continue;
      }
      const inside = one !== undefined && at >= one.from;
      const end = Math.min(to, one ? (inside ? one.to : one.from) : to);
      if (inside && !holder) nodes.push((holder = mark(one.entity, shown !== null && isMeant(shown, turn, one.entity))));
      const piece = token ? word(text.slice(at, end), token) : text.slice(at, end);
      if (holder) holder.append(piece);
      else nodes.push(piece);
      at = end;
    }
  };
  for (const token of turn.tokens) {
    put(units(token[0]));
    put(units(token[1]), token[2] === null ? undefined : token);
  }
  put(text.length);
  return nodes;
}

/** What the public will read, with what stands for a name marked. */
export function drawPublic(text: string): (Node | string)[] {
  return text.split(/(\[[^[\]]{1,60}\])/).map((part, place) => (place % 2 ? h("mark", { class: "surrogate" }, part) : part));
}

function word(text: string, token: Token): HTMLElement {
  const made = h("span", { class: token[4] !== null && token[4] < DOUBTFUL ? "word doubtful" : "word" }, text);
  made.dataset.start = String(token[2]);
  return made;
}

function mark(entity: Entity, here: boolean): HTMLElement {
  const element = h("mark", { class: here ? `${entity.decision} here` : entity.decision, "data-entity": entity.id });
  const said = { auto: "replaced by", accepted: "replaced by", queued: "to decide:", rejected: "left, not" };
  element.title = `${entity.type.toLowerCase()}, ${said[entity.decision]} ${entity.surrogate}`;
  return element;
}
