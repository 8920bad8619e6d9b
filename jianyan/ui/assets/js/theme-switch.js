// The choice between light, dark and the system's own, remembered in this browser.

export function switchTheme() {
  const places = document.querySelectorAll("[data-theme-switch]");
  const mark = () =>
    document.querySelectorAll("[data-theme]").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.dataset.theme === window.jianyanTheme.chosen()));
    });
  places.forEach((place) => {
    place.hidden = false;
    place.addEventListener("click", (event) => {
      const button = event.target.closest("[data-theme]");
      if (!button) return;
      try {
        localStorage.setItem("theme", button.dataset.theme);
      } catch (refused) {
        return; // storage is switched off: the system's theme stays
      }
      window.jianyanTheme.apply();
      mark();
    });
  });
  mark();
}
