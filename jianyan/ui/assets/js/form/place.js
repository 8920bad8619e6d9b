// Where somebody was writing: the lead, the field, the caret and how far the page was scrolled.

/** The place with the field that was written in last; it may have lost the focus to a button since. */
export function placeIn(here) {
  return {
    field: here ? here.name : "",
    caret: here && typeof here.selectionStart === "number" ? here.selectionStart : null,
    scroll: Math.round(window.scrollY),
  };
}

/** Goes back there, unless something on the page asks for attention first. */
export function goTo(form, place) {
  if (!place || document.querySelector("[data-focus]")) return;
  const found = place.field ? form.elements[place.field] : null;
  const many = found && !found.tagName && found.length ? Array.from(found) : [found];
  const control = many.find((each) => each && each.checked) || many[0];
  if (control && control.offsetParent) {
    control.focus({ preventScroll: true });
    if (place.caret !== null && control.setSelectionRange) control.setSelectionRange(place.caret, place.caret);
  }
  window.scrollTo(0, place.scroll);
}
