// Opening the form again: what this browser kept and the server has not received comes back, at the same place.

import { clock } from "./line.js";
import { goTo } from "./place.js";
import { copies, drop, tidy } from "./store.js";
import { fill, same, touched, typed, written } from "./typed.js";
import { leave } from "./wire.js";

/** Whether the server has all of a copy: it was saved as it is, or a later press of the same page has arrived. */
function arrived(copy, form, here) {
  const { page, turn } = form.dataset;
  return copy.clean || same(copy.values, here) || (Boolean(page) && copy.page === page && Number(turn) >= copy.turn);
}

/** Whether a copy goes on from what the page shows: from the same draft, or from what the same window saved itself. */
const goesOn = (copy, form) =>
  copy.seen === form.elements.seen.value || (copy.page !== "" && copy.page === form.dataset.page);

export function restore(keeper) {
  const form = keeper.form;
  const here = typed(form);
  tidy(Date.now());
  const early = touched(form);
  let place = null;
  let restored = null;
  let other = null;
  for (const found of copies(form.dataset.user, form.dataset.identity)) {
    const { name, copy } = found;
    if (arrived(copy, form, here) || !written(copy.values)) {
      place = place || (copy.key === form.elements.key.value ? copy.place : null);
      drop(name);
    } else if (!restored && !early && goesOn(copy, form)) {
      restored = found;
    } else {
      other = other || found;
    }
  }
  if (early) keeper.touch();
  if (restored) bring(keeper, restored);
  else if (place && !early && (!window.location.hash || /^#lead-/.test(window.location.hash))) goTo(form, place);
  if (place && !restored) keeper.keep(place); // still the place when the page is closed again untouched
  if (other) ask(keeper, other);
}

/** Fills the page with a copy and saves it. */
function bring(keeper, { name, copy }) {
  const { form } = keeper;
  fill(form, copy.values);
  if (form.dataset.draft === undefined) form.elements.key.value = copy.key; // the same form to be: filed once
  form.elements.at.value = copy.at || "";
  form.dispatchEvent(new Event("jianyan:filled"));
  keeper.turn = copy.turn;
  keeper.touch();
  keeper.keep(copy.place);
  if (keeper.kept && keeper.name !== name) drop(name);
  keeper.soon(0);
  const note = form.querySelector("[data-restored]");
  note.textContent = note.dataset.text.replace("%t", clock(copy.when));
  note.hidden = false;
  goTo(form, copy.place);
}

/** The draft has changed elsewhere meanwhile: which text is right, only the writer knows. */
function ask(keeper, { name, copy }) {
  const { form } = keeper;
  const note = form.querySelector("[data-conflict]");
  const words = note.querySelector("[data-text]");
  words.textContent = words.dataset.text.replace("%t", clock(copy.when));
  note.hidden = false;
  note.querySelector("[data-drop-local]").addEventListener("click", () => {
    drop(name);
    note.hidden = true;
  });
  note.querySelector("[data-keep-both]").addEventListener("click", async () => {
    if (!keeper.clean && (await keeper.save()) !== "saved") return;
    keeper.go();
    drop(name);
    leave(asSent(form, copy), null);
  });
}

/** A copy as the form that its own page would have sent: the server then keeps both texts. */
function asSent(form, copy) {
  const sent = document.createElement("form");
  sent.method = "post";
  sent.action = form.action;
  const kept = { ...copy.values, page: copy.page, seen: copy.seen, key: copy.key, at: copy.at, turn: copy.turn };
  const shown = { identity: form.dataset.identity, month: form.dataset.month, do: "save" };
  const csrf = { csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value };
  for (const [name, value] of Object.entries({ ...csrf, ...shown, ...kept })) {
    const field = document.createElement("textarea"); // keeps line breaks
    field.name = name;
    field.value = value;
    field.hidden = true;
    sent.append(field);
  }
  document.body.append(sent);
  return sent;
}
