// Signing out removes what this browser kept of the person's opinion form; what has not been sent is asked about first.

import { clear, unsent } from "./form/store.js";

const leaving = (event) => {
  const form = event.target;
  return form && form.dataset && form.dataset.signOut ? form : null;
};

export function clearAtSignOut() {
  document.addEventListener(
    "submit",
    (event) => {
      const form = leaving(event);
      if (!form) return;
      if (unsent(form.dataset.signOut)) form.dataset.confirm = form.dataset.unsent;
      else delete form.dataset.confirm;
    },
    true,
  );
  document.addEventListener("submit", (event) => {
    const form = leaving(event);
    if (form && !event.defaultPrevented) clear(form.dataset.signOut);
  });
}
