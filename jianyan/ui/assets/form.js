// The opinion form with scripts: only the questions that the chosen kind asks, and the draft knows which lead was being
// written. Without scripts all questions are there, each saying for which kind it is.

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
  const blocks = form.querySelectorAll("[data-lead]");
  blocks.forEach(showAsked);
  form.addEventListener("change", (event) => {
    const block = event.target.closest("[data-lead]");
    if (block && event.target.type === "radio") showAsked(block);
  });
  form.addEventListener("focusin", (event) => {
    const block = event.target.closest("[data-lead]");
    if (block && at) at.value = block.id;
  });
}

document.querySelectorAll("[data-opinion-form], [data-lead-blocks]").forEach(follow);
