// data-confirm="…" on a form or on its submit button: the question, with its consequence, is answered before anything is sent.

const answered = new WeakSet();

function ask(source, proceed) {
  const question = source.dataset.confirm;
  const dialog = document.getElementById("confirm");
  if (!dialog || typeof dialog.showModal !== "function") {
    if (window.confirm(question)) proceed();
    return;
  }
  const yes = dialog.querySelector("[value=yes]");
  dialog.querySelector(".confirm-question").textContent = question;
  yes.textContent = source.dataset.confirmYes || yes.dataset.default;
  yes.classList.toggle("btn-danger", source.dataset.confirmTone === "danger");
  yes.classList.toggle("btn-primary", source.dataset.confirmTone !== "danger");
  dialog.returnValue = "no";
  dialog.addEventListener("close", () => dialog.returnValue === "yes" && proceed(), { once: true });
  dialog.showModal();
}

export function askFirst() {
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      const button = event.submitter;
      const source = button && button.dataset.confirm ? button : form.dataset.confirm ? form : null;
      if (!source || answered.delete(form)) return;
      event.preventDefault();
      event.stopImmediatePropagation(); // nor may htmx send it
      ask(source, () => {
        answered.add(form);
        if (form.requestSubmit) form.requestSubmit(button || undefined);
        else form.submit();
      });
    },
    true,
  );
}
