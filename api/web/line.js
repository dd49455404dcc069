// The line to the server: keeps itself open, resumes where it was cut, and sends every command until it is answered.

import { commandId, get } from "./http.js";

const WAITS_MS = [300, 1000, 2000, 4000, 8000, 15_000];
const STEADY_MS = 10_000;
const FINAL = new Set([4400, 4404]);
const UNKNOWN_SEQ = 4409;
const EPHEMERAL = new Set(["typing"]);

export class Line {
  /**
   * @param {string} interview
   * @param {{frame: function(object): void, state: function(string, string): void, restart: function(): void}} listener
   *   frame gets every frame; state gets "connecting", "open", "waiting" or "gone" and a sentence; restart means that
   *   everything comes again from the first event.
   */
  constructor(interview, listener) {
    this.interview = interview;
    this.listener = listener;
    this.after = 0;
    this.tries = 0;
    this.unanswered = new Map();
    this.silenceMs = 45_000;
    this.hurry = () => this.reconnect(0);
    addEventListener("online", this.hurry);
    this.open();
  }

  open() {
    this.listener.state("connecting", "Connecting…");
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/v1/interviews/${this.interview}/live?after=${this.after}`);
    this.socket = socket;
    socket.addEventListener("message", (event) => socket === this.socket && this.receive(JSON.parse(event.data)));
    socket.addEventListener("close", (event) => socket === this.socket && this.closed(event));
    this.listen();
  }

  receive(frame) {
    this.listen();
    if (frame.type === "hello") this.greeted(frame);
    if (frame.seq && frame.kind) this.after = frame.seq;
    if (frame.type === "ack" || frame.type === "refused") this.answered(frame);
    this.listener.frame(frame);
  }

  greeted(frame) {
    this.steady = setTimeout(() => (this.tries = 0), STEADY_MS);
    this.silenceMs = frame.heartbeat_s * 2000 + 5000;
    this.listener.state("open", "Connected");
    for (const { command } of this.unanswered.values()) this.socket.send(JSON.stringify(command));
  }

  answered(frame) {
    const waiting = this.unanswered.get(frame.id);
    this.unanswered.delete(frame.id);
    if (frame.type === "ack") waiting?.resolve(frame);
    else waiting?.reject(frame);
  }

  /** Send a command; resolves with its ack, rejects with its refusal. It survives a cut of the line. */
  send(type, body = {}, id = commandId()) {
    const command = { type, id, ...body };
    const open = this.socket.readyState === WebSocket.OPEN;
    if (open) this.socket.send(JSON.stringify(command));
    if (EPHEMERAL.has(type)) return Promise.resolve();
    return new Promise((resolve, reject) => this.unanswered.set(id, { command, resolve, reject }));
  }

  /** Hear that nothing comes any more, and treat that as a cut. */
  listen() {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.reconnect(0), this.silenceMs);
  }

  async closed(event) {
    clearTimeout(this.silence);
    if (FINAL.has(event.code)) return this.giveUp(event.reason || "The connection was ended.");
    if (event.code === UNKNOWN_SEQ && this.after > 0) {
      this.after = 0;
      this.listener.restart();
    }
    if (this.tries >= 2 && (await this.shutOut())) return undefined;
    return this.reconnect(WAITS_MS[Math.min(this.tries, WAITS_MS.length - 1)]);
  }

  /** A browser does not say why a socket was refused; a plain request does. */
  async shutOut() {
    try {
      await get(`/interviews/${this.interview}`);
    } catch (error) {
      if (error.status === 401 || error.status === 404) {
        this.giveUp(`${error.detail} ${error.advice}`);
        return true;
      }
    }
    return false;
  }

  reconnect(waitMs) {
    if (this.ended) return;
    this.tries += 1;
    for (const timer of [this.silence, this.again, this.steady]) clearTimeout(timer);
    const old = this.socket;
    this.socket = { readyState: WebSocket.CLOSED, close() {} };
    old.close();
    const jittered = waitMs * (0.75 + Math.random() / 2);
    this.listener.state("waiting", "Connection lost. Your text stays here; trying again…");
    this.again = setTimeout(() => this.open(), jittered);
  }

  giveUp(reason) {
    this.close();
    this.listener.state("gone", reason);
  }

  close() {
    this.ended = true;
    for (const timer of [this.silence, this.again, this.steady]) clearTimeout(timer);
    removeEventListener("online", this.hurry);
    this.socket.close();
  }
}
