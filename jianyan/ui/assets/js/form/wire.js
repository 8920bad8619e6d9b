// Talking to the server: an answer, or an error when there is none.

/** The token that this browser has now: signing in elsewhere gives it a new one. */
export function token() {
  const found = /(?:^|; )jianyan_csrf=([^;]+)/.exec(document.cookie);
  return found ? found[1] : "";
}

/** Posts fields and gives the answer; throws when the network is away or says nothing for too long. */
export async function post(url, fields, { patience = 15000, follow = false, keepalive = false } = {}) {
  const headers = {};
  const body = new URLSearchParams();
  const now = token();
  if (now) {
    fields.delete("csrfmiddlewaretoken");
    headers["X-CSRFToken"] = now;
  }
  // Line breaks as the browser's own form sends them, so that the same text is the same.
  for (const [name, value] of fields) body.append(name, String(value).replace(/\r\n|\r|\n/g, "\r\n"));
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), patience);
  try {
    return await fetch(url, {
      method: "POST",
      body,
      headers,
      credentials: "same-origin",
      redirect: follow ? "follow" : "manual",
      signal: giveUp.signal,
      keepalive,
    });
  } finally {
    clearTimeout(timer);
  }
}

/** Sends a form as the browser itself would with this button, past every listener. */
export function leave(form, button) {
  const now = token();
  const field = form.querySelector("[name=csrfmiddlewaretoken]");
  if (now && field) field.value = now;
  if (button && button.name) {
    const pressed = form.querySelector("[data-pressed]") || document.createElement("input");
    pressed.type = "hidden";
    pressed.dataset.pressed = "";
    pressed.name = button.name;
    pressed.value = button.value;
    form.append(pressed);
  }
  HTMLFormElement.prototype.submit.call(form);
}

/** Shows or hides the sentence that the network is away. */
export function sayNoNetwork(form, away) {
  const note = form.querySelector("[data-no-network]");
  if (!note) return;
  note.hidden = !away;
  if (away) note.focus({ preventScroll: false });
}
