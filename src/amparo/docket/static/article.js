// Keys for the page Read an article: j and k go from line to line, a accepts, l leaves, e edits. Nothing else is done
// here; without this script the page does all of it with Tab, the arrow keys and the button.
"use strict";
const lines = Array.from(document.querySelectorAll(".line"));
const keys = document.querySelector(".keys");
if (keys) keys.hidden = false;
const at = () => lines.findIndex((line) => line.contains(document.activeElement));
const go = (index) => {
  const line = lines[Math.max(0, Math.min(index, lines.length - 1))];
  if (!line) return;
  const radio = line.querySelector('input[type="radio"]:checked');
  radio.focus();
  line.scrollIntoView({ block: "nearest" });
  const there = document.getElementById("t-" + line.id);
  if (there) there.scrollIntoView({ block: "nearest" });
};
const choose = (value) => {
  const line = lines[at()];
  if (!line) return;
  const radio = line.querySelector(`input[type="radio"][value="${value}"]`);
  radio.checked = true;
  radio.focus();
};
document.addEventListener("keydown", (event) => {
  const field = event.target.closest('input:not([type="radio"]), select, textarea');
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  if (field) {
    if (event.key === "Escape") go(at());
    return;
  }
  const act = {
    j: () => go(at() + 1),
    k: () => go(Math.max(at(), 0) - 1),
    a: () => choose("accept"),
    l: () => choose("leave"),
    e: () => {
      const first = lines[at()] && lines[at()].querySelector('input:not([type="radio"]), select, textarea');
      if (first) first.focus();
    },
  }[event.key];
  if (act) {
    act();
    event.preventDefault();
  }
});
