// Menus are <details>: a click elsewhere or Escape closes them, and Escape gives the focus back.

export function closePopups() {
  const open = () => document.querySelectorAll("details[data-popup][open]");
  document.addEventListener("click", (event) => {
    for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of open()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}
