// Files go up as soon as they are chosen (htmx); here is how far they are, and what is said when they cannot. They stay
// chosen, so that the ordinary buttons of the form send them too.

function show(basket, name) {
  for (const said of basket.querySelectorAll("[data-too-big], [data-upload-failed]")) {
    said.hidden = !(name in said.dataset);
  }
}

const basketOf = (event) => event.target.closest && event.target.closest("[data-basket]");

/** How much of what was chosen has gone over the line; the rest of the time the server looks at it. */
function progress(event) {
  const basket = basketOf(event);
  const { loaded, total, lengthComputable } = event.detail;
  const line = basket && basket.querySelector("[data-uploading]");
  if (!line || !lengthComputable || !total || !line.dataset.on) return;
  const percent = Math.max(Number(line.dataset.percent || 0), Math.floor((loaded / total) * 100));
  line.dataset.percent = String(percent);
  line.querySelector("progress").value = percent;
  line.querySelector("[data-text]").textContent = line.querySelector("[data-text]").dataset.text.replace("%n", `${percent}%`);
}

function turn(event, on) {
  const basket = basketOf(event);
  const line = basket && basket.querySelector("[data-uploading]");
  if (!line) return;
  line.classList.toggle("uploading", on);
  if (on) line.dataset.on = "on";
  else delete line.dataset.on;
  line.dataset.percent = "0";
  line.querySelector("progress").removeAttribute("value");
}

export function watchUploads() {
  // A file that is too big is said to be so before it has gone over a slow line.
  document.addEventListener("htmx:beforeRequest", (event) => {
    const basket = basketOf(event);
    if (!basket || event.target.type !== "file") return;
    show(basket, "");
    const longest = Number(basket.dataset.megabytes) * 1e6;
    if (Array.from(event.target.files).some((file) => file.size > longest)) {
      event.preventDefault();
      event.target.value = "";
      show(basket, "tooBig");
      return;
    }
    turn(event, true);
  });
  document.addEventListener("htmx:xhr:progress", progress);
  document.addEventListener("htmx:afterRequest", (event) => turn(event, false));
  for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    document.addEventListener(name, (event) => {
      const basket = basketOf(event);
      if (basket) show(basket, "uploadFailed");
    });
  }
}
