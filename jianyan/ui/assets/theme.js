// Runs before the first paint, so that a dark page does not flash white. "auto" follows the system.
(function () {
  var root = document.documentElement;
  var system = window.matchMedia ? window.matchMedia("(prefers-color-scheme: dark)") : null;

  function chosen() {
    try {
      return localStorage.getItem("theme") || "auto";
    } catch (refused) {
      return "auto"; // storage is switched off: follow the system
    }
  }

  function apply() {
    var theme = chosen();
    var dark = theme === "dark" || (theme === "auto" && system && system.matches);
    root.setAttribute("data-bs-theme", dark ? "dark" : "light");
  }

  root.className += " js";
  apply();
  if (system && system.addEventListener) system.addEventListener("change", apply);
  window.jianyanTheme = { chosen: chosen, apply: apply };
})();
