// Keeps the opinion form while it is being typed: at once in this browser, and soon after on the server. What the
// server has not received comes back when the page is opened again.

import { lineOf } from "./line.js";
import { placeIn } from "./place.js";
import { drop, nameOf, onEnd, write } from "./store.js";
import { texts, typed } from "./typed.js";
import { post, sayNoNetwork } from "./wire.js";

const LOCAL = 250; // ms after the last key
const SERVER = 1500;
const LONGEST = 8000; // of typing without a pause
const AGAIN = 10000; // after the network was away

/** What an answer means: saved, or why not. */
async function meaning(answer) {
  if (answer.type === "opaqueredirect") return { what: "signed-out" };
  if (answer.ok) return { what: "saved", ...(await answer.json()) };
  if (answer.status === 409) return { what: (await answer.json()).why };
  return { what: answer.status >= 500 ? "offline" : "stale" };
}

export class Keeper {
  constructor(form) {
    this.form = form;
    this.say = lineOf(form);
    this.seen = form.elements.seen.value;
    this.turn = 0;
    this.clean = true;
    this.stopped = false; // filed or signed out elsewhere: this browser keeps nothing more
    this.leaving = false;
    this.kept = true;
    this.what = "";
    this.last = null; // the field that was written in last
    onEnd(form.dataset.user, form.dataset.identity, () => this.end());
  }

  field(name) {
    return this.form.elements[name];
  }

  get name() {
    const { user, identity, month } = this.form.dataset;
    return nameOf(user, identity, month, this.field("key").value, this.field("page").value);
  }

  listen() {
    const changed = (event) => {
      if (!event.isComposing && /^leads-/.test(event.target.name || "")) this.touch();
    };
    const here = (control) => {
      if (control && this.form.contains(control) && /^leads-/.test(control.name || "")) this.last = control;
    };
    here(document.activeElement); // somebody may have been faster than the script
    this.form.addEventListener("focusin", (event) => here(event.target));
    for (const kind of ["input", "change", "compositionend"]) this.form.addEventListener(kind, changed);
    this.form.addEventListener("htmx:afterSwap", () => this.touch()); // files came or went
    window.addEventListener("online", () => this.clean || this.save());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.hide();
      else if (!this.clean) this.soon(0); // back from signing in elsewhere
    });
    window.addEventListener("pagehide", () => this.hide());
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) this.leaving = false;
    });
  }

  /** Something was typed. */
  touch() {
    this.turn += 1;
    this.clean = false;
    clearTimeout(this.localTimer);
    this.localTimer = setTimeout(() => this.keep(), LOCAL);
    this.waitingSince = this.waitingSince || Date.now();
    this.soon(Math.max(0, Math.min(SERVER, this.waitingSince + LONGEST - Date.now())));
  }

  soon(wait) {
    clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(() => this.save(), wait);
  }

  /** Keeps the page in this browser. */
  keep(place = placeIn(this.last)) {
    clearTimeout(this.localTimer);
    if (this.stopped) return;
    this.kept = write(this.name, {
      values: typed(this.form),
      seen: this.seen,
      page: this.field("page").value,
      turn: this.turn,
      key: this.field("key").value,
      at: this.field("at").value,
      place,
      when: Date.now(),
      clean: this.clean,
    });
  }

  fields() {
    const fields = texts(this.form);
    fields.set("seen", this.seen);
    fields.set("turn", String(this.turn));
    return fields;
  }

  /** Saves on the server; answers what came of it. Asked for while one is on its way, it saves again after that. */
  async save() {
    clearTimeout(this.timer);
    if (this.stopped || this.leaving) return this.what;
    if (this.saving) {
      await this.saving;
      if (this.clean) return this.what;
    }
    this.saving = this.send();
    const what = await this.saving;
    this.saving = null;
    return what;
  }

  async send() {
    const turn = this.turn;
    this.waitingSince = 0;
    let said;
    try {
      said = await meaning(await post(this.form.dataset.autosave, this.fields()));
    } catch (away) {
      said = { what: "offline" };
    }
    if (this.stopped) return this.what;
    this.what = said.what;
    if (said.what === "saved") {
      this.seen = said.seen;
      const before = this.name;
      this.field("key").value = said.key;
      this.clean = turn === this.turn;
      if (before !== this.name) drop(before);
      sayNoNetwork(this.form, false);
    }
    this.keep();
    if (said.what === "offline") this.soon(AGAIN);
    this.say(said.what === "offline" && !this.kept ? "lost" : said.what, said.saved);
    return said.what;
  }

  /** There is no network, as the browser itself knows. */
  offline() {
    this.what = "offline";
    this.keep();
    this.soon(AGAIN);
    this.say(this.kept ? "offline" : "lost");
  }

  /** The page goes out of sight, perhaps for good. */
  hide() {
    if (this.stopped || this.leaving || this.clean) return;
    this.keep();
    clearTimeout(this.timer);
    post(this.form.dataset.autosave, this.fields(), { keepalive: true }).catch(() => undefined);
  }

  /** A button takes the page along: nothing that is sent later may come after it. */
  go() {
    this.turn += 1;
    this.field("turn").value = String(this.turn);
    this.leaving = true;
    clearTimeout(this.timer);
    clearTimeout(this.localTimer);
    // The answer says where to go on; the copy stays until it is known to have arrived.
    this.turn -= 1;
    this.keep(null);
    this.turn += 1;
  }

  end() {
    this.stopped = true;
    clearTimeout(this.timer);
    clearTimeout(this.localTimer);
    this.say("ended");
  }
}
