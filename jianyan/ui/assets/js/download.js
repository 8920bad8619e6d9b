// A form that answers with a file (data-download) leaves its page in place: the file's arrival is known by a cookie
// that the answer brings, and the button says until then that the file is being made.

import { begin, end } from "./busy.js";
import { sentence, tell } from "./told.js";

const COOKIE = "jianyan_file";
const OFTEN = 250; // ms
const LONGEST = 300000;

const arrived = (ticket) => document.cookie.split("; ").includes(`${COOKIE}=${ticket}`);

function wait(form, ticket, since) {
  if (!arrived(ticket) && Date.now() - since < LONGEST) {
    setTimeout(() => wait(form, ticket, since), OFTEN);
    return;
  }
  end(form);
  form.classList.remove("making-file");
  if (arrived(ticket)) tell(sentence("file-made-text"));
}

export function watchDownloads() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-download]") || event.defaultPrevented) return;
    if (form.dataset.busy === "on") {
      event.preventDefault();
      return;
    }
    const field = form.elements.ticket;
    field.value = Array.from(window.crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join("");
    begin(form, event.submitter);
    form.classList.add("making-file");
    wait(form, field.value, Date.now());
  });
}
