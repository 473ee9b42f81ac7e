// What every part of the page is made of: the store, the ways to the program, and small
// components. No part of the page itself stands here.
//
// Whatever comes from the facts is put in as text, never as HTML: `html` makes elements,
// and there is no other way to make them.
//
// A panel is a file `panels/NAME.js` whose default export is a component
// `({ store, props, close })` that returns a `Panel` (panel.js). `openPanel("NAME", props)`
// shows it; `props` are its own.

import { Fragment, createElement } from "preact";
import {
  useCallback, useEffect, useId, useLayoutEffect, useMemo, useReducer, useRef, useState,
} from "preact/hooks";
import htm from "htm";
import { noFilters } from "./search.js";
import { words } from "./words.js";

export const html = htm.bind(createElement);
export {
  Fragment, useCallback, useEffect, useId, useLayoutEffect, useMemo, useReducer, useRef, useState,
};

// ---- the store --------------------------------------------------------------

// Only language and zoom outlive the page: the rest is personal data.
const remembered = (shelf, key) => {
  try { return shelf().getItem(key); } catch { return null; }
};
export const remember = (key, value) => {
  try { localStorage.setItem(key, value); } catch { /* a private window */ }
};

// What the page shows now. Read it anywhere, change it with `set`.
export const state = {
  // Whether there are tools, or the letter can only be looked at.
  desk: document.documentElement.dataset.desk === "yes",
  // As the messages are in, unless somebody has chosen on this page.
  language: remembered(() => sessionStorage, "language") ?? document.documentElement.lang,
  // Where we stand, as `ask/standing` has it.
  standing: null,
  // The clients, as `clients` has them.
  list: {
    clients: [], variants: 0, checking: false, shared: { errors: 0, warnings: 0 }, folds: {}, kinds: [],
  },
  // How it stands with the letters, as `ask/letters` has it.
  letters: { standing: {}, reasons: {}, issued: false },
  ...noFilters(),
  // The clients that search and filters leave.
  found: [],
  // The id of the client that is looked at.
  chosen: null,
  // The letter that is looked at, as the event `letter` has it.
  view: null,
  // Dots to the point; null: as wide as there is room.
  zoom: Number(remembered(() => localStorage, "zoom")) || null,
  // Whether the sheet is shown in its envelope.
  folded: false,
  // On a narrow screen: "list" or "letter".
  front: "list",
  // On a screen of middle width: whether what is said about the letter is open.
  about: false,
  connected: true,
  // What is open on the right: { name, props }.
  panel: null,
  // What was done, for who cannot see it.
  said: "",
  times: 0,
};

const listeners = new Set();

export function set(changes) {
  Object.assign(state, changes);
  for (const listener of listeners) listener();
}

// The state; the component is drawn again at every change.
export function useStore() {
  const [, draw] = useReducer((count) => count + 1, 0);
  useLayoutEffect(() => {
    listeners.add(draw);
    return () => listeners.delete(draw);
  }, []);
  return state;
}

// ---- language ---------------------------------------------------------------

// The words of the page in the language that was chosen: `word().search`.
export const word = () => words[state.language] ?? words.en;

// Picks from what the program says in both: { ja, en }, or name_ja and name_en.
export const inLanguage = (both, name = "") => {
  const key = name ? `${name}_${state.language}` : state.language;
  return both?.[key] ?? both?.[name ? `${name}_ja` : "ja"] ?? "";
};

export function setLanguage(language) {
  try { sessionStorage.setItem("language", language); } catch { /* a private window */ }
  document.documentElement.lang = language;
  set({ language });
}

// Tells what was done, in the page's live region; the same once more is told once more.
export const say = (said) => set({ said, times: state.times + 1 });

// ---- the ways to the program ------------------------------------------------

const PATIENCE = [200, 500, 1200]; // milliseconds between attempts while it is busy
const later = (milliseconds) => new Promise((done) => { setTimeout(done, milliseconds); });

async function post(path, body, headers = {}) {
  const request = {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body ?? {}),
  };
  try {
    const answer = await fetch(path, request);
    const read = await answer.json().catch(() => null);
    return { ok: answer.ok, status: answer.status, body: read ?? {} };
  } catch {
    return { ok: false, status: 0, body: {} };
  }
}

// What was refused because there was too much to do is asked again.
async function patiently(attempt) {
  for (const pause of PATIENCE) {
    const answer = await attempt();
    if (answer.status !== 503) return answer;
    await later(pause);
  }
  return attempt();
}

// Asks for something; nothing is changed by it. Resolves to { ok, status, body }.
export const ask = (name, body) => patiently(() => post(`ask/${name}`, body));

// Who wants to know that something was done (follow.js).
const doneListeners = new Set();
export const onDone = (listener) => doneListeners.add(listener);

// Changes something. Each change has a ticket of its own. Resolves to { ok, status, body }.
export async function act(name, body) {
  const answer = await patiently(async () => {
    const ticket = await post("ticket");
    if (!ticket.ok) return ticket;
    return post(`do/${name}`, body, { "X-Ticket": ticket.body.ticket });
  });
  if (answer.ok) for (const listener of doneListeners) listener(name);
  // What was done before is no news beside what was refused.
  else if (state.said) say("");
  return answer;
}

// The problems that an answer tells of; one is made where it tells of none.
export function problemsOf(answer) {
  if (answer.ok) return [];
  if (answer.body.problems?.length) return answer.body.problems;
  const said = answer.body.message ?? answer.body.said?.join(" ");
  const message = said || (answer.status === 0 ? word().lost : word().refused(answer.status));
  return [{ severity: "error", message, hints: [] }];
}

// ---- panels -----------------------------------------------------------------

let wasFocused = null;
let isDirty = false;
let panels = 0; // how many have been opened

// A panel says that it holds what nobody has saved; closing it then asks first.
export const setDirty = (dirty) => { isDirty = dirty; };
export const isPanelDirty = () => isDirty;

export function openPanel(name, props = {}) {
  if (state.panel && isDirty) {
    set({ panel: { ...state.panel, asks: { name, props } } });
    return;
  }
  if (!state.panel) wasFocused = document.activeElement;
  isDirty = false;
  panels += 1;
  set({ panel: { name, props, number: panels }, about: false });
}

// Closes the panel, unless it asks first; the focus goes back to where it was.
export function closePanel(force = false) {
  if (!state.panel) return;
  if (isDirty && force !== true) {
    set({ panel: { ...state.panel, asks: { name: null } } });
    return;
  }
  isDirty = false;
  set({ panel: null });
  const back = wasFocused?.isConnected ? wasFocused : document.getElementById("letter");
  wasFocused = null;
  requestAnimationFrame(() => back?.focus?.());
}

// Answers the question whether what is not saved may go.
export function leavePanel(leave) {
  const asks = state.panel?.asks;
  set({ panel: { ...state.panel, asks: undefined } });
  if (!leave || !asks) return;
  isDirty = false;
  if (asks.name) openPanel(asks.name, asks.props);
  else closePanel(true);
}

const ATTEMPTS = 12;
const A_MOMENT = 30; // milliseconds in which a panel is drawn anew

// Saves what the panel holds by `save`, and goes on if nothing is left to be saved.
export async function saveAndLeave(save) {
  const { asks, number } = state.panel;
  await save();
  // That nothing is left is told when the panel is drawn again.
  for (let times = 0; isDirty && times < ATTEMPTS; times += 1) await later(A_MOMENT);
  if (isDirty) leavePanel(false);
  else if (state.panel?.number === number) leavePanel(true);
  // Saving may have closed it already, or opened what comes next.
  else if (asks?.name) openPanel(asks.name, asks.props);
}

// ---- problems ---------------------------------------------------------------

// What the program quotes in a message, `so`, is marked in the page.
export const marked = (text) => String(text).split("`").map((piece, index) => (
  index % 2 ? html`<code>${piece}</code>` : piece
));

// The box of a problem, with the line of the user's file.
export function Problem({ problem, children }) {
  const place = problem.file && `${problem.file}:${problem.line}:${problem.column}`;
  const excerpt = problem.excerpt;
  return html`<div class=${`problem ${problem.severity}`}
    role=${problem.severity === "error" ? "alert" : "note"}>
    <p class="what">${marked(problem.message)}</p>
    ${place && html`<p class="where">${place}</p>`}
    ${excerpt && html`<pre lang="ja">${excerpt.before}<mark>${excerpt.meant}</mark>${excerpt.after}</pre>`}
    ${(problem.hints ?? []).map((hint) => html`<p class="hint">${word().hint}: ${marked(hint)}</p>`)}
    ${children}
  </div>`;
}

const SHOWN = 5; // more problems than this are counted

// `below(problem)` is what stands in the box of each.
export function Problems({ problems, shown = SHOWN, below }) {
  const more = problems.length - shown;
  return html`<${Fragment}>
    ${problems.slice(0, shown).map((problem) => html`<${Problem} problem=${problem}>${below?.(problem)}</${Problem}>`)}
    ${more > 0 && html`<p class="more">${word().more(more)}</p>`}
  </${Fragment}>`;
}
