// What the program tells: the list of clients, the letter that is looked at, where we stand.

import { ask, onDone, set, state } from "./core.js";
import { find, folder, noFilters, prepare } from "./search.js";

const PAUSE = 1000; // milliseconds before a connection that was refused is tried again

let events = null;
let fold = folder();
let foldedBy = "";
let known = new Map();
let hasBegun = false;

// ---- one at a time ----------------------------------------------------------

// Runs a task; asked for again meanwhile, it runs once more afterwards.
function oneAtATime(task) {
  let running = null;
  let again = false;
  return () => {
    if (running) {
      again = true;
      return running;
    }
    running = (async () => {
      do {
        again = false;
        await task();
      } while (again);
      running = null;
    })();
    return running;
  };
}

// ---- the clients ------------------------------------------------------------

export const loadClients = oneAtATime(async () => {
  const answer = await fetch("clients").catch(() => null);
  if (!answer?.ok) return;
  const list = await answer.json();
  const tables = JSON.stringify([list.folds, list.forms]);
  if (tables !== foldedBy) {
    foldedBy = tables;
    fold = folder(list.folds, list.forms);
    known = new Map();
  }
  const wasThere = known.has(state.chosen);
  known = prepare(list.clients, fold, known);
  set({ list, found: findIn(list) });
  // The first client has come, or the one that is looked at has gone.
  if (hasBegun && (!state.chosen || (wasThere && !known.has(state.chosen)))) chooseSome();
});

const findIn = (list, changes = {}) => {
  const { query, filters, letters } = { ...state, ...changes };
  return find(list.clients, query, filters, letters.standing ?? {}, fold);
};

// Searches and filters: { query } or { filters }.
export const look = (changes) => set({ ...changes, found: findIn(state.list, changes) });

export const client = (id) => known.get(id);

// ---- where we stand ---------------------------------------------------------

export const loadLetters = oneAtATime(async () => {
  const answer = await ask("letters");
  if (!answer.ok) return;
  const letters = { standing: {}, reasons: {}, issued: false, ...answer.body };
  set({ letters, found: findIn(state.list, { letters }) });
});

function stand(standing) {
  const news = standing.version === undefined || standing.version !== state.standing?.version
    || standing.notice !== state.standing?.notice;
  set({ standing });
  if (news) loadLetters();
}

export const loadStanding = oneAtATime(async () => {
  const answer = await ask("standing");
  // Versions are counted by the events.
  if (answer.ok) stand({ ...answer.body, version: state.standing?.version });
});

// ---- the letter -------------------------------------------------------------

// Looks at a client's letter from now on.
export function choose(id) {
  if (!id || (id === state.chosen && events)) return;
  set({ chosen: id });
  history.replaceState(null, "", `#${encodeURIComponent(id)}`);
  follow(`events?client=${encodeURIComponent(id)}`);
}

// Without a client there are events all the same: of the list, and of where we stand.
export function follow(address = "events") {
  events?.close();
  const source = new EventSource(address);
  events = source;
  source.addEventListener("letter", (event) => {
    if (events === source) set({ connected: true, view: JSON.parse(event.data) });
  });
  source.addEventListener("clients", loadClients);
  source.addEventListener("desk", (event) => stand(JSON.parse(event.data)));
  source.onopen = () => set({ connected: true });
  source.onerror = () => {
    if (events !== source) return;
    set({ connected: false });
    // A refusal ends the browser's own attempts.
    if (source.readyState !== EventSource.CLOSED) return;
    setTimeout(() => events === source && follow(address), PAUSE);
  };
}

// The client that the address names.
export function named() {
  try { return decodeURIComponent(location.hash.slice(1)); } catch { return ""; }
}

// Chooses a client as soon as there is one to be chosen.
export function chooseSome() {
  const { list, chosen } = state;
  if (chosen && known.has(chosen)) return;
  const first = list.first && known.has(list.first) ? list.first : list.clients[0]?.id;
  if (first) choose(first);
  else if (chosen) {
    set({ chosen: null, view: null });
    history.replaceState(null, "", "#");
    follow();
  }
}

// ---- what a person does -----------------------------------------------------

export function step(by) {
  const { found, chosen } = state;
  const index = found.findIndex((entry) => entry.id === chosen);
  const next = index < 0 ? 0 : (index + by + found.length) % found.length;
  choose(found[next]?.id);
}

// The first client of the next variant, so that each is seen once.
export function nextVariant() {
  const { list, chosen } = state;
  const current = known.get(chosen)?.variant ?? 0;
  for (let by = 1; by <= list.variants; by += 1) {
    const wanted = ((current - 1 + by) % list.variants) + 1;
    const first = list.clients.find((entry) => entry.variant === wanted && entry.addressed);
    if (first) {
      look(noFilters());
      choose(first.id);
      return;
    }
  }
}

// Once at the beginning.
export async function start() {
  const standing = state.desk ? loadStanding() : null;
  await Promise.all([loadClients(), standing]);
  const wanted = named();
  if (wanted) choose(wanted);
  else if (state.list.clients.length) chooseSome();
  else follow();
  hasBegun = true;
  // Usually an event tells what has become of it.
  onDone(() => {
    if (events?.readyState === EventSource.OPEN) return;
    loadStanding();
    loadClients();
  });
}
