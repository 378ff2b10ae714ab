// The sound of a recording: player, waveform, and lanes of speakers, guide items and doubts.

import WaveSurfer from "wavesurfer.js";
import { api, type Turn } from "./api";
import { clock, h, say } from "./dom";
import { timeOf } from "./doubts";
import type { Interview } from "./interview";

const ROW = 12; // pixels of a lane
const REWIND = 1.0; // seconds taken back when playing goes on after a pause, to hear the start again
const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];

export class Sound {
  readonly element = h("section", { class: "sound", "aria-label": "Sound" });
  readonly audio = h("audio", { preload: "metadata" });
  private readonly lanes = h("canvas", { class: "lanes", "aria-hidden": "true" });
  private readonly names = h("div", { class: "lane-names", "aria-hidden": "true" });
  private readonly wave = h("div", { class: "wave", "aria-hidden": "true" });
  private readonly time = h("output", { class: "time", "aria-label": "Position" });
  private readonly speed = h("output", { class: "speed", "aria-label": "Speed" });
  private readonly button = h("button", { type: "button", class: "play", click: () => this.toggle() }, "▶ Play");
  private stopAt: number | null = null;
  private wavesurfer: WaveSurfer | null = null;
  private cued = false;
  there = false;
  /** Told what is heard; null: nothing yet. */
  onTime: (seconds: number | null) => void = () => {};

  constructor(private readonly interview: Interview) {
    this.audio.preservesPitch = true;
    this.element.append(
      h("div", { class: "transport" }, this.button, h("div", {}, this.time, " ", this.speed), this.names),
      h("div", { class: "tracks" }, this.wave, this.lanes),
    );
    this.audio.addEventListener("timeupdate", () => this.tick());
    this.audio.addEventListener("play", () => this.run());
    this.audio.addEventListener("pause", () => this.show());
    this.audio.addEventListener("ratechange", () => this.show());
    this.lanes.addEventListener("click", (event) => {
      const share = event.offsetX / this.lanes.clientWidth;
      this.seek(share * (this.interview.duration ?? 0));
    });
    this.lanes.addEventListener("mousemove", (event) => {
      const seconds = (event.offsetX / this.lanes.clientWidth) * (this.interview.duration ?? 0);
      this.lanes.title = this.describe(seconds);
    });
    new ResizeObserver(() => this.draw()).observe(this.lanes);
    const media = navigator.mediaSession;
    media?.setActionHandler("play", () => this.toggle()); // foot pedals often send media keys
    media?.setActionHandler("pause", () => this.toggle());
    media?.setActionHandler("seekbackward", () => this.jump(-3));
    media?.setActionHandler("seekforward", () => this.jump(3));
  }

  async load(): Promise<void> {
    if (this.interview.duration === null) {
      this.element.replaceChildren(h("p", { class: "quiet" }, "A ready-made transcript: there is no sound to hear."));
      return;
    }
    try {
      // It can be heard before its waveform is drawn: peaks of three hours take seconds the first time.
      this.audio.src = api.audio(this.interview.id);
      this.there = true;
      const peaks = await api.peaks(this.interview.id);
      const low = peaks.peaks.filter((_, place) => place % 2 === 0).map((value) => value / 127);
      const high = peaks.peaks.filter((_, place) => place % 2 === 1).map((value) => value / 127);
      const style = getComputedStyle(document.documentElement);
      this.wavesurfer = WaveSurfer.create({
        container: this.wave,
        media: this.audio,
        peaks: [high, low],
        duration: peaks.duration,
        height: window.innerHeight < 500 ? 28 : 48,
        normalize: true,
        waveColor: style.getPropertyValue("--wave").trim(),
        progressColor: style.getPropertyValue("--played").trim(),
        cursorColor: style.getPropertyValue("--ink").trim(),
      });
      // Where the sound stands may have changed before there was a waveform to show it.
      this.wavesurfer.on("ready", () => this.wavesurfer?.setTime(this.audio.currentTime));
    } catch {
      this.there = false;
      this.element.replaceChildren(
        h("p", { class: "quiet" }, "The sound of this recording cannot be had: it was deleted, or its folder is not there."),
      );
      return;
    }
    this.show();
    this.draw();
  }

  toggle(): void {
    if (!this.there) return;
    this.stopAt = null;
    if (this.audio.paused) {
      this.audio.currentTime = Math.max(0, this.audio.currentTime - REWIND);
      this.start();
    } else this.audio.pause();
  }

  seek(seconds: number): void {
    this.stopAt = null;
    this.cued = false;
    if (this.there) this.audio.currentTime = Math.max(0, Math.min(seconds, this.interview.duration ?? seconds));
  }

  /** Make ready to play from here; no word is marked as heard before it plays. */
  cue(seconds: number): void {
    this.seek(seconds);
    this.cued = true;
    this.onTime(null);
  }

  jump(seconds: number): void {
    this.seek(this.audio.currentTime + seconds);
  }

  /** Play from here, and stop at `until` if it is given. */
  play(from: number, until: number | null = null): void {
    if (!this.there) return;
    this.seek(from);
    this.stopAt = until;
    this.start();
  }

  private start(): void {
    this.audio.play().catch((error: Error) => {
      // Paused again before the sound had come: nothing is wrong.
      if (error.name !== "AbortError") say(`The sound cannot be played: ${error.message}`, "wrong");
    });
  }

  faster(step: 1 | -1): void {
    const place = SPEEDS.findIndex((speed) => speed >= this.audio.playbackRate - 0.01);
    this.audio.playbackRate = SPEEDS[Math.max(0, Math.min(SPEEDS.length - 1, place + step))] ?? 1;
  }

  /** While it plays, every frame: four times a second, as the player tells, lags behind speech. */
  private run(): void {
    this.show();
    if (this.audio.paused) return;
    this.tick();
    window.requestAnimationFrame(() => this.run());
  }

  private tick(): void {
    if (this.stopAt !== null && this.audio.currentTime >= this.stopAt) {
      this.audio.pause();
      this.stopAt = null;
    }
    this.show();
    if (!this.audio.paused) this.cued = false;
    if (!this.cued) this.onTime(this.audio.currentTime);
  }

  private show(): void {
    document.body.classList.toggle("playing", !this.audio.paused);
    this.button.textContent = this.audio.paused ? "▶ Play" : "❚❚ Pause";
    this.time.textContent = `${clock(this.audio.currentTime)} / ${clock(this.interview.duration)}`;
    this.speed.textContent = this.audio.playbackRate === 1 ? "" : `${this.audio.playbackRate}×`;
  }

  /** Who speaks at a time, and about what. */
  private describe(seconds: number): string {
    let turn: Turn | undefined;
    for (const one of this.interview.spoken()) if (one.start !== null && one.start <= seconds) turn = one;
    const topic = this.interview.guide.find((item) => item.id === turn?.guide.topic)?.text;
    return [clock(seconds), turn?.name, topic].filter(Boolean).join(" · ");
  }

  /** Lanes: a row a speaker, then changes of guide item, then doubts. */
  draw(): void {
    const duration = this.interview.duration;
    if (!duration || !this.there) return;
    const { speakers } = this.interview;
    const row = ROW;
    const height = (speakers.length + 2) * row;
    const scale = window.devicePixelRatio || 1;
    const width = this.lanes.clientWidth;
    this.lanes.style.height = `${height}px`;
    this.names.style.gridAutoRows = `${row}px`;
    this.names.replaceChildren(...[...speakers.map((speaker) => speaker.name), "Questions", "Doubts"].map((name) => h("span", {}, name)));
    this.lanes.width = width * scale;
    this.lanes.height = height * scale;
    const pen = this.lanes.getContext("2d");
    if (!pen) return;
    pen.scale(scale, scale);
    const style = getComputedStyle(document.documentElement);
    const colour = (name: string) => style.getPropertyValue(name).trim();
    const at = (seconds: number) => (seconds / duration) * width;
    const rows = new Map(speakers.map((speaker, place) => [speaker.label, place]));
    let topic: string | null = null;
    let shade = 0;
    for (const turn of this.interview.spoken()) {
      if (turn.start === null || turn.end === null) continue;
      pen.fillStyle = colour(`--${turn.role}`);
      const lane = rows.get(turn.speaker) ?? 0;
      pen.fillRect(at(turn.start), lane * row + 1, Math.max(1, at(turn.end) - at(turn.start)), row - 3);
      if (turn.guide.topic !== topic) {
        topic = turn.guide.topic;
        shade = 1 - shade;
      }
      if (topic !== null) {
        pen.fillStyle = colour(shade ? "--guide-a" : "--guide-b");
        pen.fillRect(at(turn.start), speakers.length * row + 1, Math.max(1, at(turn.end) - at(turn.start)), row - 3);
      }
    }
    pen.fillStyle = colour("--doubt");
    for (const doubt of this.interview.doubts) {
      const start = timeOf(doubt, this.interview.turn(doubt.turn));
      if (start !== null) pen.fillRect(at(start), (speakers.length + 1) * row + 1, 2, row - 3);
    }
  }

  leave(): void {
    this.audio.pause();
    document.body.classList.remove("playing");
    this.wavesurfer?.destroy();
  }
}
