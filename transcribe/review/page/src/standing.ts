// What would stand in the way of a release, rare words among it, and where each is settled.

import type { Counted, Obstacle, Standing } from "./api";
import { h, plural } from "./dom";

const MOST = 12; // rare words that are listed

const RARITY = "rarity";

/** Obstacles with what to do about each, then rare words with what would be told instead. */
export function listed(obstacles: Obstacle[], counted: Counted): HTMLElement[] {
  const others = obstacles.filter((one) => one.kind !== RARITY);
  const parts = others.length ? [h("ul", {}, ...others.map((one) => h("li", {}, one.message, hint(one.hint))))] : [];
  return counted.rare.length ? [...parts, ...rareWords(counted, obstacles.find((one) => one.kind === RARITY))] : parts;
}

function hint(text: string): HTMLElement | string {
  return text ? h("span", { class: "hint" }, ` → ${text}`) : "";
}

function rareWords({ rare, interviews, k, settle }: Counted, obstacle: Obstacle | undefined): HTMLElement[] {
  const told = obstacle
    ? `Rare words: at least ${k} interviews should share them.`
    : `Rare words, which do not stop a release of ${plural(interviews, "interview")}; look at them yourself:`;
  const rows = rare.slice(0, MOST).map((one) => {
    const instead = one.cure.map((cure) => `“${cure.value}” as ${cure.to}`).join(", ");
    return h("li", {}, h("b", {}, one.value), ` (${one.kind}, in ${one.recordings.join(", ")}; ${one.shared} of ${plural(interviews, "interview")} ${one.shared === 1 ? "fits" : "fit"} it)`,
      instead && h("span", { class: "hint" }, ` less precisely: ${instead}`));
  });
  if (rare.length > MOST) rows.push(h("li", {}, `and ${rare.length - MOST} more`));
  return [
    h("p", {}, told),
    h("ul", { dir: "auto" }, ...rows),
    h("p", { class: "quiet" }, `Settled in the terminal, all at once: ${settle}`),
  ];
}

/** What `transcribe release` would say of a study in which everything is signed. */
export function whole(standing: Standing): HTMLElement[] {
  const blocked = Object.entries(standing.blocked);
  const command = h("code", {}, "transcribe release");
  if (!blocked.length) {
    const go = h("p", {}, "All interviews are signed, and nothing stands in the way of a release. In the terminal, ", command, " writes the public files.");
    return standing.rare.length ? [go, ...rareWords(standing, undefined)] : [go];
  }
  const rarity = blocked.flatMap(([, obstacles]) => obstacles).find((one) => one.kind === RARITY);
  const others = blocked.flatMap(([id, obstacles]) =>
    obstacles.filter((one) => one.kind !== RARITY).map((one) => h("li", {}, h("b", {}, id), ` ${one.message}`, hint(one.hint))));
  return [
    h("p", {}, `All interviews are signed, but ${command.textContent} would not let out ${blocked.map(([id]) => id).join(", ")}:`),
    ...(others.length ? [h("ul", {}, ...others)] : []),
    ...(standing.rare.length ? rareWords(standing, rarity) : []),
  ];
}
