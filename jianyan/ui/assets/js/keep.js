// A line that keeps a form on the server while it is typed. When it cannot, it says so and the page stays where it is:
// somebody who is led to sign in would lose what was typed since.

export function sayWhatIsKept() {
  const say = (line, why) => {
    line.textContent = line.dataset[why] || "";
  };
  const lineOf = (event) => {
    const element = event.detail && event.detail.elt;
    return element && element.matches && element.matches("[data-keeps]") ? element : null;
  };
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const line = lineOf(event);
    if (!line) return;
    const answer = event.detail.xhr;
    if (answer.getResponseHeader("HX-Redirect")) {
      event.preventDefault();
      say(line, "signedOut");
    } else if (answer.status >= 400) {
      say(line, answer.status === 409 ? "moved" : "offline");
    }
  });
  document.addEventListener("htmx:sendError", (event) => {
    const line = lineOf(event);
    if (line) say(line, "offline");
  });
}
