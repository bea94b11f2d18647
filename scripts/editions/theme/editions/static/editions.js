// Keeps the place: whoever changes the language, or goes to the view beside the original, comes to the paragraph that
// he was reading. Paragraphs have the same anchors in all languages; without this script a page begins at its top.
"use strict";

const WAYS = ".editions-switcher a, .editions-status a[href$='.html']";
const MARGIN = 8; // pixels of a paragraph that must be in view

function placeInView() {
  if (window.scrollY < MARGIN) return "";
  const paragraphs = [...document.querySelectorAll("[id^='p-']")];
  const first = paragraphs.find((each) => each.getBoundingClientRect().bottom > MARGIN);
  return first ? `#${first.id}` : "";
}

function keepPlace(event) {
  const way = event.target.closest(WAYS);
  if (way) way.hash = placeInView();
}

// Also for a new tab, by keyboard or by the middle button.
for (const kind of ["click", "auxclick"]) document.addEventListener(kind, keepPlace, { capture: true });
