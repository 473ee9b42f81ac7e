// The keys of the page.

import { closePanel, set, state } from "./core.js";
import { choose, look, step } from "./follow.js";
import { actions } from "./letter.js";
import { undo } from "./standing.js";

const keys = {
  k: "previous", j: "next", v: "variant", "+": "larger", ";": "larger", "=": "larger",
  "-": "smaller", "−": "smaller", 0: "fit", e: "envelope", p: "pdf", "/": "find",
};

const byId = (id) => document.getElementById(id);
// In a field, letters are what is written.
const isField = (target) => target.matches?.("input, textarea, select, [contenteditable]");
const isOver = (target) => target.closest?.(".panel, .unsaved, #tools");

function find() {
  set({ front: "list" });
  requestAnimationFrame(() => byId("search").focus());
}

function pressedInList(event) {
  const searching = event.target === byId("search");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (event.target.tagName === "SELECT") return false;
    step(event.key === "ArrowDown" ? 1 : -1);
  } else if (searching && event.key === "Enter") {
    const { found, chosen } = state;
    choose(found.some((entry) => entry.id === chosen) ? chosen : found[0]?.id);
    set({ front: "letter" });
    byId("letter").focus();
  } else if (searching && event.key === "Escape") {
    look({ query: "" });
    byId("letter").focus();
  } else {
    return false;
  }
  return true;
}

function pressed(event) {
  // What an input method is in the middle of is not ours.
  if (event.isComposing || event.altKey) return false;
  if (event.ctrlKey || event.metaKey) {
    // It saves in a panel, and is no way to press a button elsewhere.
    if (event.key === "Enter") return !event.target.closest?.(".panel");
    if (event.key.toLowerCase() !== "z" || event.shiftKey || isField(event.target)) return false;
    undo();
    return true;
  }
  if (byId("side")?.contains(event.target) && pressedInList(event)) return true;
  if (event.key === "Escape" && state.panel && state.standing?.begun && !isField(event.target)) {
    closePanel();
    return true;
  }
  if (event.key === "Escape" && state.about) {
    set({ about: false });
    return true;
  }
  const action = keys[event.key.toLowerCase()];
  if (!action || isField(event.target) || isOver(event.target)) return false;
  if (action === "find") find();
  else actions[action]();
  return true;
}

export function listen() {
  document.addEventListener("keydown", (event) => {
    if (!event.defaultPrevented && pressed(event)) event.preventDefault();
  });
}
