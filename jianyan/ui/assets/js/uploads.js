// Files go up as soon as they are chosen (htmx); here is what is said when they cannot. They stay chosen, so that the
// ordinary buttons of the form send them too.

function show(basket, name) {
  for (const said of basket.querySelectorAll("[data-too-big], [data-upload-failed]")) {
    said.hidden = !(name in said.dataset);
  }
}

const basketOf = (event) => event.target.closest && event.target.closest("[data-basket]");

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
    }
  });
  for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    document.addEventListener(name, (event) => {
      const basket = basketOf(event);
      if (basket) show(basket, "uploadFailed");
    });
  }
}
