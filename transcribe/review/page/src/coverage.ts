// What became of a question of the guide: a sign that needs no colour, and its words.

export const STATUS: Record<string, [string, string]> = {
  asked: ["●", "asked"],
  paraphrased: ["◐", "asked in other words"],
  answered: ["◇", "answered unasked, it seems"],
  not_applicable: ["–", "did not apply, it seems"],
  skipped: ["○", "not asked"],
};
