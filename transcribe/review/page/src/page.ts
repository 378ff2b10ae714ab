// The page of one interview: its parts, put together and kept up with what changes.

import { actionFor, keysOf } from "./actions";
import { api } from "./api";
import { commands } from "./commands";
import { clock, h, redraw, say } from "./dom";
import { Interview } from "./interview";
import { Panel } from "./panel";
import { preferencesLoaded } from "./preferences";
import { pickGuide, pickSpeaker, decideEntity } from "./pickers";
import { Sound } from "./sound";
import { TranscriptView } from "./transcript";
import { Work } from "./work";

/** Draw an interview; the answer ends it. */
export async function interviewPage(root: HTMLElement, id: string, at?: string): Promise<() => void> {
  const interview = new Interview(id);
  try {
    [interview.guide] = await Promise.all([api.guide(id), interview.load(), preferencesLoaded]);
  } catch (error) {
    interview.leave();
    throw error;
  }
  document.title = `${id} – review`;
  const sound = new Sound(interview);
  const work = new Work(interview, sound);
  const view = new TranscriptView(
    interview,
    {
      playWord: (seconds) => sound.play(seconds),
      entity: (turn, entity) => decideEntity(interview, turn, entity),
      guide: (turn) => pickGuide(interview, turn),
      speaker: (turn) => pickSpeaker(interview, turn),
    },
    new Map(interview.guide.map((item) => [item.id, item.text])),
  );
  const togglePublic = async () => {
    view.leave();
    try {
      view.show(view.showPublic ? null : new Map((await api.public(id)).map((turn) => [turn.id, turn.text])));
    } catch (error) {
      return say((error as Error).message, "wrong");
    }
    document.body.classList.toggle("public-view", view.showPublic !== null);
    strip.hidden = view.showPublic === null;
    drawBar();
  };
  const actions = commands(work, () => void togglePublic());
  const act = (name: string) => actions.find((action) => action.id === name)?.run();
  const panel = new Panel(interview, work, { act, key: (name) => firstKey(name) });
  const firstKey = (name: string) => {
    const action = actions.find((one) => one.id === name);
    const keys = action && keysOf(action);
    return keys?.own.find((key) => key.length === 1) ?? keys?.own[0] ?? keys?.added[0] ?? "";
  };
  work.view = view;
  work.panel = panel;
  const strip = h("p", { class: "strip", role: "status", hidden: true }, "This is what the public will read. ", h("kbd", {}, "P"), " brings the private text back.");
  const bar = h("header", { class: "bar" });
  const drawBar = () => redraw(bar, ...barOf(interview, panel, view, act));
  root.replaceChildren(bar, strip, sound.element, h("main", { class: "interview", id: "main" }, view.element, panel.element));

  const leave = listen({ actions, interview, view, sound });
  view.draw();
  panel.draw();
  drawBar();
  interview.onChange((changed, reordered) => {
    view.update(changed, reordered);
    panel.draw();
    drawBar();
    if (changed.size) sound.draw();
  });
  interview.onSending = drawBar;
  sound.onTime = (seconds) => view.follow(seconds);
  work.visit(at && interview.turn(at) ? at : (interview.order[0] ?? ""));
  void sound.load();
  return leave;
}

function barOf(interview: Interview, panel: Panel, view: TranscriptView, act: (name: string) => void): (Node | string)[] {
  const { name, state } = interview.signOff;
  const signed = { signed: `signed by ${name}`, stale: "changed since it was signed" }[state] ?? "";
  const button = (label: string, action: string, more: Record<string, string> = {}) =>
    h("button", { type: "button", click: () => act(action), ...more }, label);
  const ready = interview.order.length > 0 && !interview.toDecide.length && !interview.stale.length && state !== "signed";
  return [
    h("a", { href: "#/", "aria-label": "Back to the study" }, "← Study"),
    h("h1", {}, interview.id),
    h("span", { class: "quiet" }, clock(interview.duration)),
    interview.draft.length ? h("span", { class: "draft", title: "Made by a small model: expect more errors" }, "draft") : "",
    signed ? h("span", { class: `signed ${state}` }, signed) : "",
    h("span", { class: "left" }, panel.progress()),
    h("span", { class: `state${interview.problem ? " trouble" : ""}`, role: "status" }, interview.problem || (interview.unsent ? "keeping …" : interview.following ? "all kept, being checked …" : "all kept")),
    button("Undo", "undo"),
    button("Redo", "redo"),
    button("Public view", "public", { "aria-pressed": String(view.showPublic !== null) }),
    button("Sign off", "sign", ready ? { class: "main" } : {}),
    button("Keys ?", "help"),
  ].filter(Boolean);
}

interface Parts {
  actions: ReturnType<typeof commands>;
  interview: Interview;
  view: TranscriptView;
  sound: Sound;
}

/** Hear keys and farewells; the answer stops that. */
function listen({ actions, interview, view, sound }: Parts): () => void {
  const onKey = (event: KeyboardEvent) => {
    const action = actionFor(event, actions);
    if (!action) return;
    event.preventDefault();
    action.run();
  };
  const hide = () => view.editor.save({ now: true });
  document.addEventListener("keydown", onKey);
  document.addEventListener("visibilitychange", hide);
  window.addEventListener("pagehide", hide);
  return () => {
    view.leave();
    sound.leave();
    interview.leave();
    document.removeEventListener("keydown", onKey);
    document.removeEventListener("visibilitychange", hide);
    window.removeEventListener("pagehide", hide);
    document.body.classList.remove("public-view");
  };
}
