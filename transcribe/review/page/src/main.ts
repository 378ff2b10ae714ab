// Two pages: the study (#/) and one interview (#/r/ID, #/r/ID/TURN).

import { Unreachable } from "./api";
import { h, unsay } from "./dom";
import { pending } from "./interview";
import { interviewPage } from "./page";
import { studyPage } from "./study";

const RETRY = 1500; // milliseconds

const root = document.querySelector<HTMLElement>("#page")!;
let leave: () => void = () => {};
let visits = 0;

async function route(): Promise<void> {
  leave();
  leave = () => {};
  unsay(); // what was said of the page before
  const visit = ++visits;
  const [, kind, id, turn] = location.hash.split("/");
  try {
    const left = kind === "r" && id ? await interviewPage(root, decodeURIComponent(id), turn) : await studyPage(root);
    // Another page was asked for while this one was loading.
    if (visit === visits) leave = left;
    else left();
  } catch (error) {
    if (visit !== visits) return;
    const again = error instanceof Unreachable;
    root.replaceChildren(
      h("main", { id: "main", class: "failed" }, h("h1", {}, "This cannot be shown"), h("p", { class: "wrong", role: "alert" }, (error as Error).message),
        again ? h("p", { class: "quiet" }, "Trying again …") : h("a", { href: "#/" }, "To the study")),
    );
    if (again) window.setTimeout(() => visit === visits && void route(), RETRY);
  }
}

window.addEventListener("beforeunload", (event) => pending.count && event.preventDefault());
window.addEventListener("hashchange", () => void route());
void route();
