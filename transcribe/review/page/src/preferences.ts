// What a person set for themselves, kept by the server for all studies: the address of the page,
// and with it what the browser would remember, changes from session to session.

import { api, type Preferences } from "./api";
import { say } from "./dom";

export const preferences: Preferences = { keys: {}, welcomed: false };

async function load(): Promise<void> {
  try {
    Object.assign(preferences, await api.preferences());
  } catch {
    // Without them the page works as it comes.
  }
}

/** Asked for when the page opens, beside everything else. */
export const preferencesLoaded = load();

export async function keepPreferences(changed: Partial<Preferences>): Promise<void> {
  Object.assign(preferences, changed);
  try {
    await api.keepPreferences(preferences);
  } catch (error) {
    say((error as Error).message, "wrong");
  }
}
