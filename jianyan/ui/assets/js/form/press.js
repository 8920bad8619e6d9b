// Pressing a button of the opinion form. Without a network the page stays as it is, and says so.

import { begin, end } from "../busy.js";
import { addBlock } from "./typed.js";
import { leave, post, sayNoNetwork } from "./wire.js";

/** The page that says that the form was filed. */
const FILED = /\/my\/form\/\d+\/$/;

function taken(event) {
  if (event.defaultPrevented || event.target.dataset.busy === "on") return null;
  event.preventDefault();
  const button = event.submitter || event.target.querySelector("button[name=do]");
  begin(event.target, button);
  sayNoNetwork(event.target, false);
  return button;
}

/** Buttons of the page on which leads are written: what is typed is saved first, then the browser goes on. */
export function keepFirst(keeper, drawn) {
  keeper.form.addEventListener("submit", async (event) => {
    const form = keeper.form;
    if (keeper.stopped) return; // as without scripts
    const button = taken(event);
    if (!button) return;
    const what = window.navigator.onLine === false ? "offline" : await keeper.save();
    if (what !== "offline" && what !== "stale") {
      keeper.go();
      leave(form, button);
      return;
    }
    end(form);
    if (window.navigator.onLine === false) keeper.offline();
    const block = what === "offline" && button.value === "add" ? addBlock(form) : null;
    if (!block) {
      sayNoNetwork(form, what === "offline");
      return;
    }
    drawn(block);
    keeper.touch();
    block.scrollIntoView();
    block.querySelector("input").focus({ preventScroll: true });
  });
}

/** Buttons that file: sent in the background, so that a network that is away leaves the page and its key in place. */
export function sendSafely(form) {
  window.addEventListener("online", () => sayNoNetwork(form, false));
  form.addEventListener("submit", async (event) => {
    const button = taken(event);
    if (!button) return;
    const fields = new FormData(form);
    fields.set(button.name, button.value);
    try {
      const answer = await post(form.action, fields, { follow: true, patience: 30000 });
      if (answer.redirected && answer.ok && FILED.test(new URL(answer.url).pathname)) {
        window.location.assign(answer.url);
      } else {
        leave(form, button); // the same again as a page: what is wrong, or a question, is said there
      }
    } catch (away) {
      end(form);
      sayNoNetwork(form, true);
    }
  });
}
