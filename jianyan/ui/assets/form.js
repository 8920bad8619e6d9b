// The opinion form with scripts: only the questions that the chosen kind asks, and everything typed is kept, here and on
// the server. Without scripts all questions are there, each saying for which kind it is, and the buttons keep the text.

import { Keeper } from "./js/form/autosave.js";
import { keepFirst, sendSafely } from "./js/form/press.js";
import { restore } from "./js/form/restore.js";
import { clear } from "./js/form/store.js";

function showAsked(block) {
  const chosen = block.querySelector("[type=radio][name$='-kind']:checked");
  const kind = chosen ? chosen.value : "";
  for (const part of block.querySelectorAll("[data-only-for]")) {
    // What was found wrong stays in sight whatever is chosen.
    part.hidden = !part.dataset.onlyFor.split(" ").includes(kind) && !part.querySelector(".field-wrong");
    part.querySelector("[data-only-note]").hidden = true;
  }
}

function follow(form) {
  const at = form.querySelector("input[name=at]");
  const showAll = () => form.querySelectorAll("[data-lead]").forEach(showAsked);
  showAll();
  form.addEventListener("jianyan:filled", showAll);
  form.addEventListener("change", (event) => {
    const block = event.target.closest("[data-lead]");
    if (block && event.target.type === "radio") showAsked(block);
  });
  form.addEventListener("focusin", (event) => {
    const block = event.target.closest("[data-lead]");
    if (block && at) at.value = block.id;
  });
}

function keepTyping(form) {
  if (typeof window.fetch !== "function" || typeof window.AbortController !== "function") return;
  form.autocomplete = "off"; // the browser's own memory of the page would be older than ours
  const keeper = new Keeper(form);
  keeper.listen();
  keepFirst(keeper, showAsked);
  restore(keeper);
}

document.querySelectorAll("[data-opinion-form], [data-lead-blocks]").forEach(follow);
document.querySelectorAll("[data-opinion-form]").forEach(keepTyping);
document.querySelectorAll("form[data-send]").forEach(sendSafely);
document.querySelectorAll("[data-form-done]").forEach(({ dataset }) => clear(dataset.user, dataset.identity, dataset.month));
