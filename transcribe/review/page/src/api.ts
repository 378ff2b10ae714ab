// What the server says and takes. Every answer of a recording names a version; later ones bring
// only what changed since.

export interface Entity {
  id: string;
  start_char: number;
  end_char: number;
  type: string;
  score: number;
  surrogate: string;
  decision: "auto" | "queued" | "accepted" | "rejected";
  reason?: string;
}

/** Start and end in the text, start and end in seconds, probability. */
export type Token = [number, number, number | null, number | null, number | null];

export interface Turn {
  id: string;
  speaker: string;
  role: string;
  name: string;
  start: number | null;
  end: number | null;
  text: string;
  edited: boolean;
  margin: number;
  tokens: Token[];
  guide: { topic: string | null; asks: string[]; score: number };
  entities: Entity[];
  waits: boolean;
  /** Seconds in which more than one person speaks; 0 where that is nothing to mention. */
  together: number;
}

export interface Doubt {
  key: string;
  kind: "passage" | "identifier" | "speaker" | "role" | "words" | "guide";
  turn: string;
  gain: number;
  start_char: number;
  end_char: number;
  text: string;
  type: string;
  places: string[];
}

export interface Passage {
  id: string;
  turns: string[];
  cues: string[];
  decision: "queued" | "accepted" | "rejected";
}

export interface Coverage {
  item: string;
  status: "asked" | "paraphrased" | "answered" | "not_applicable" | "skipped";
  question_turns: string[];
  answer_turns: string[];
}

export interface Said {
  id: string;
  op: string;
  turn: string;
  text?: string;
  before?: string;
  start_char?: number;
  end_char?: number;
}

/** What was heard of permission to record, and the turn that asks for it. */
export interface Permission {
  said: string;
  turn: string | null;
}

export interface State {
  version: number;
  order: string[] | null;
  turns: Turn[];
  language?: string;
  duration?: number | null;
  draft?: string[];
  notices?: string[];
  speakers?: { label: string; role: string; name: string; margin: number }[];
  coverage?: Coverage[];
  passages?: Passage[];
  permission?: Permission | null;
  doubts?: Doubt[];
  settled?: number;
  minutes?: number;
  stale?: Said[];
  notes?: Said[];
  history?: { id: string; op: string }[];
  waits?: boolean;
  sign_off?: { state: string; name: string; at: string };
  following: boolean;
  problem: string;
  record?: string;
}

export interface GuideItem {
  id: string;
  label: string;
  kind: string;
  text: string;
  condition: string | null;
  parent: string | null;
  depth: number;
}

export interface Overview {
  title: string;
  recordings: {
    id: string;
    duration: number | null;
    turns: number;
    words: number;
    draft: string[];
    doubts: number;
    settled: number;
    minutes: number;
    stale: number;
    sign_off: { state: string; name: string };
    coverage: Coverage[];
    guide: string;
    names: number;
    passages: number;
    queued: number;
    released: boolean;
    outdated: boolean;
    summary: string;
  }[];
  guides: Record<string, GuideItem[]>;
  absent: { id: string; why: string; hint: string }[];
}

export interface Obstacle {
  kind: string;
  message: string;
  hint: string;
}

/** Rare words among a number of interviews, of which k should share each. */
export interface Counted {
  rare: { kind: string; value: string; recordings: string[]; shared: number; cure: { value: string; to: string }[] }[];
  interviews: number;
  k: number;
  /** How rare words are settled. */
  settle: string;
}

/** What would stand in the way of a recording if it were signed now. */
export interface Blockers extends Counted {
  obstacles: Obstacle[];
}

/** What stands in the way of the whole study. */
export interface Standing extends Counted {
  blocked: Record<string, Obstacle[]>;
}

export interface Hit {
  recording: string;
  turn: string;
  name: string;
  start: number | null;
  before: string;
  hit: string;
  after: string;
}

/** A note or a quote, of the whole study. */
export interface Noted {
  recording: string;
  turn: string;
  op: "note" | "quote";
  name: string;
  start: number | null;
  text: string;
  found: boolean;
}

/** What a person set for themselves: keys of their own by action, and whether they saw the welcome. */
export interface Preferences {
  keys: Record<string, string[]>;
  welcomed: boolean;
}

const BUSY = [429, 502, 503, 504];

export class Refused extends Error {}
/** Nobody answers, or not now: worth another try. */
export class Unreachable extends Refused {}

async function ask<T>(path: string, init?: RequestInit): Promise<T> {
  let answer: Response;
  try {
    answer = await fetch(path, init);
  } catch {
    throw new Unreachable("The server does not answer. Start `transcribe review` again and leave this page open: it goes on by itself.");
  }
  const data = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    const told = [data.error ?? data.detail ?? answer.statusText, data.hint].filter(Boolean).join(" — ");
    throw BUSY.includes(answer.status) ? new Unreachable(told || "The server is busy. The page tries again by itself.") : new Refused(told);
  }
  return data as T;
}

function post<T>(path: string, body: unknown): Promise<T> {
  return ask<T>(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    keepalive: JSON.stringify(body).length < 60_000,
  });
}

const of = (recording: string) => `/api/recordings/${encodeURIComponent(recording)}`;

export const api = {
  study: () => ask<Overview>("/api/study"),
  standing: () => ask<Standing>("/api/release"),
  notes: () => ask<Noted[]>("/api/notes"),
  preferences: () => ask<Preferences>("/api/preferences"),
  keepPreferences: (kept: Preferences) => post<Preferences>("/api/preferences", kept),
  search: (words: string) => ask<Hit[]>(`/api/search?words=${encodeURIComponent(words)}`),
  changes: (recording: string, since: number) => ask<State>(`${of(recording)}/changes?since=${since}`),
  guide: (recording: string) => ask<GuideItem[]>(`${of(recording)}/guide`),
  public: (recording: string) => ask<{ id: string; name: string; text: string }[]>(`${of(recording)}/public`),
  blockers: (recording: string) => ask<Blockers>(`${of(recording)}/blockers`),
  peaks: (recording: string) =>
    ask<{ a_second: number; duration: number; peaks: number[] }>(`${of(recording)}/peaks`),
  audio: (recording: string) => `${of(recording)}/audio`,
  perform: (recording: string, since: number, operation: Record<string, unknown>) =>
    post<State>(`${of(recording)}/operations?since=${since}`, operation),
  signOff: (recording: string, name: string) => post<State>(`${of(recording)}/sign-off`, { name }),
};
