// The live page: a list of clients, one letter, and what is to be said of it.
// Whatever comes from the facts is put in as text, never as HTML.

import { words } from "./words.js";

const byId = (id) => document.getElementById(id);
const element = (tag, className, text = "") => {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.textContent = text;
  return made;
};

// What the page shows now.
let list = { clients: [], variants: 0, checking: false, shared: { errors: 0, warnings: 0 } };
let view = null;
let chosen = null; // the id of the client that is looked at
let found = []; // the clients that the search leaves
let zoom = null; // dots to the point; null: as wide as there is room
let events = null;
let connected = true;

// ---- language ---------------------------------------------------------------

const remembered = (key) => {
  try { return localStorage.getItem(key); } catch { return null; }
};
const remember = (key, value) => {
  try { localStorage.setItem(key, value); } catch { /* a private window */ }
};
// As the messages are in, unless somebody has chosen on this page.
let language = sessionStorage.getItem("language") ?? document.documentElement.lang;
const word = () => words[language];

function showWords() {
  document.documentElement.lang = language;
  for (const place of document.querySelectorAll("[data-word]")) {
    place.textContent = word()[place.dataset.word];
  }
  byId("search").placeholder = word().search;
  byId("search").setAttribute("aria-label", word().search);
  byId("language").textContent = word().language;
  byId("language").lang = language === "ja" ? "en" : "ja";
  const keys = byId("keys").querySelector("dl");
  keys.replaceChildren();
  const addKey = (key, what) => {
    const name = element("dt");
    name.append(element("kbd", "", key));
    keys.append(name, element("dd", "", what));
  };
  addKey("/", word().findKey);
  for (const button of document.querySelectorAll("[data-key]")) {
    const label = word()[button.dataset.action ?? "pdf"];
    button.title = `${label} (${button.dataset.key})`;
    button.setAttribute("aria-label", label);
    addKey(button.dataset.key, label);
  }
  document.querySelector("[data-action=variant]").textContent = word().variant;
  document.querySelector("[data-action=fit]").textContent = word().fit;
  byId("lost").textContent = word().lost;
  showList();
  showView();
}

// ---- the list of clients ----------------------------------------------------

const ROW = 44; // as in the style sheet
const plain = (text) => text.normalize("NFKC").toLowerCase();

async function loadList() {
  const answer = await fetch("clients").catch(() => null);
  if (!answer?.ok) return;
  list = await answer.json();
  for (const client of list.clients) client.plain = plain(`${client.id} ${client.name}`);
  byId("notice").textContent = list.notice ?? "";
  search();
}

function search() {
  const wanted = plain(byId("search").value).split(/\s+/).filter(Boolean);
  found = list.clients.filter((client) => wanted.every((text) => client.plain.includes(text)));
  showList();
}

function showList() {
  byId("list").style.height = `${found.length * ROW}px`;
  const having = (what) => list.clients.filter(what).length;
  const errors = having((client) => client.state === "error");
  const warned = having((client) => client.warnings > 0);
  const count = [word().count(found.length, list.clients.length)];
  if (errors) count.push(word().errors(errors));
  if (warned) count.push(word().warned(warned));
  if (list.shared.warnings) count.push(word().sharedWarnings(list.shared.warnings));
  if (list.checking) count.push(word().checking);
  byId("count").textContent = count.join("　");
  showRows();
}

// Only the rows that can be seen exist: the list may have thousands.
function showRows() {
  const scroll = byId("scroll");
  const first = Math.max(0, Math.floor(scroll.scrollTop / ROW) - 5);
  const last = Math.min(found.length, Math.ceil((scroll.scrollTop + scroll.clientHeight) / ROW) + 5);
  const rows = [];
  for (let index = first; index < last; index += 1) {
    const client = found[index];
    const row = element("li", client.addressed ? "" : "away");
    row.id = `row-${index}`;
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", String(client.id === chosen));
    row.setAttribute("aria-posinset", index + 1);
    row.setAttribute("aria-setsize", found.length);
    row.style.top = `${index * ROW}px`;
    row.dataset.client = client.id;
    const number = client.errors + client.warnings;
    const sign = element("span", `sign ${client.state}`, number > 1 ? String(number) : "");
    const state = [word().state[client.state]];
    if (client.errors) state.push(word().errorsOf(client.errors));
    if (client.warnings) state.push(word().warningsOf(client.warnings));
    sign.setAttribute("role", "img");
    sign.setAttribute("aria-label", state.join(" · "));
    sign.title = state.join(" · ");
    const who = element("span", "who", client.name || client.id);
    who.lang = "ja";
    who.title = client.name;
    who.append(element("span", "id", client.id));
    const variant = element("span", "variant", client.variant || "");
    variant.title = client.variant ? word().variantOf(client.variant, list.variants) : "";
    row.append(sign, who, variant);
    rows.push(row);
  }
  byId("list").replaceChildren(...rows);
  const index = found.findIndex((client) => client.id === chosen);
  const active = index >= first && index < last ? `row-${index}` : "";
  byId("search").setAttribute("aria-activedescendant", active);
}

function scrollToChosen() {
  const index = found.findIndex((client) => client.id === chosen);
  if (index < 0) return;
  const scroll = byId("scroll");
  const top = index * ROW;
  if (top < scroll.scrollTop) scroll.scrollTop = top;
  if (top + ROW > scroll.scrollTop + scroll.clientHeight) scroll.scrollTop = top + ROW - scroll.clientHeight;
  showRows();
}

// ---- which letter -----------------------------------------------------------

function choose(id) {
  if (!id || (id === chosen && events)) return;
  chosen = id;
  history.replaceState(null, "", `#${encodeURIComponent(id)}`);
  events?.close();
  events = new EventSource(`events?client=${encodeURIComponent(id)}`);
  events.addEventListener("letter", (event) => {
    connection(true);
    view = JSON.parse(event.data);
    showView();
  });
  events.addEventListener("clients", loadList);
  events.onopen = () => connection(true);
  events.onerror = () => {
    connection(false);
    // A refusal ends the browser's own attempts.
    if (events.readyState === EventSource.CLOSED) {
      events = null;
      setTimeout(() => events ?? choose(chosen), 1000);
    }
  };
  scrollToChosen();
}

function connection(alive) {
  connected = alive;
  byId("lost").hidden = alive;
}

// The client that the address names.
function named() {
  try { return decodeURIComponent(location.hash.slice(1)); } catch { return ""; }
}

const step = (by) => {
  const index = found.findIndex((client) => client.id === chosen);
  const next = index < 0 ? 0 : (index + by + found.length) % found.length;
  choose(found[next]?.id);
};

// The first client of the next variant, so that each is seen once.
function nextVariant() {
  const current = list.clients.find((client) => client.id === chosen)?.variant ?? 0;
  for (let by = 1; by <= list.variants; by += 1) {
    const wanted = ((current - 1 + by) % list.variants) + 1;
    const first = list.clients.find((client) => client.variant === wanted && client.addressed);
    if (first) {
      byId("search").value = "";
      search();
      choose(first.id);
      return;
    }
  }
}

// ---- the letter -------------------------------------------------------------

async function showView() {
  if (!view) return;
  document.title = word().title(view.name || view.client);
  byId("name").textContent = view.name || view.client;
  const ending = view.text === null ? "pdf" : "txt";
  byId("pdf").href = `letter.${ending}?client=${encodeURIComponent(view.client)}`;
  byId("pdf").textContent = ending.toUpperCase();
  byId("pdf").hidden = view.state === "error";
  const entry = list.clients.find((client) => client.id === view.client);
  const about = [view.client, word().state[view.state]];
  if (!view.stale && view.pages.length) about.push(word().pages(view.pages.length));
  if (entry?.variant) about.push(word().variantOf(entry.variant, list.variants));
  if (!view.addressed) about.push(word().away);
  byId("state").textContent = about.join(" · ");
  byId("state").className = view.state;
  const time = new Date().toLocaleTimeString(language);
  byId("made").textContent = view.stale ? word().stale : word().made(view.milliseconds.toFixed(0), time);
  showParts();
  showProblems();
  await showPages();
}

function showParts() {
  const rows = view.parts.map((part) => {
    const row = element("li", part.given ? "" : "not");
    const sign = element("span", "", part.given ? "＋" : "−");
    sign.setAttribute("role", "img");
    sign.setAttribute("aria-label", part.given ? word().given : word().notGiven);
    row.append(sign, element("span", "", part.words), element("span", "why", part.decided_by));
    return row;
  });
  if (!rows.length) rows.push(element("li", "not", view.stale ? "" : word().noParts));
  byId("parts").replaceChildren(...rows);
}

const SHOWN = 5; // more errors than this are counted

function showProblems() {
  const errors = view.problems.filter((problem) => problem.severity === "error");
  const boxes = errors.slice(0, SHOWN).map(problemBox);
  const more = errors.length - boxes.length;
  if (more > 0) boxes.push(element("p", "more", word().more(more)));
  say(byId("problems"), boxes);
  byId("problems").hidden = boxes.length === 0;

  // What stops no letter stands beside it and not over it.
  const warnings = view.problems.filter((problem) => problem.severity === "warning");
  byId("warnings").hidden = warnings.length === 0;
  byId("warnings").querySelector("h3").textContent = word().warningsOf(warnings.length);
  say(byId("warnings").querySelector("div"), warnings.map(problemBox));
}

function problemBox(problem) {
  const box = element("div", `problem ${problem.severity}`);
  box.setAttribute("role", problem.severity === "error" ? "alert" : "note");
  box.append(element("p", "what", problem.message));
  if (problem.file) {
    box.append(element("p", "where", `${problem.file}:${problem.line}:${problem.column}`));
  }
  if (problem.excerpt) {
    const line = element("pre");
    line.lang = "ja";
    line.append(problem.excerpt.before, element("mark", "", problem.excerpt.meant), problem.excerpt.after);
    box.append(line);
  }
  for (const hint of problem.hints ?? []) box.append(element("p", "hint", `${word().hint}: ${hint}`));
  return box;
}

// The same words again would be read aloud again.
function say(place, boxes) {
  const said = boxes.map((box) => box.outerHTML).join("");
  if (place.said !== said) place.replaceChildren(...boxes);
  place.said = said;
}

// Each page keeps its place; a new picture takes the old one's when it is ready,
// so that nothing flickers and nothing scrolls.
async function showPages() {
  const shown = view;
  const pages = byId("pages");
  const current = [...pages.children];
  const pictures = await Promise.all(shown.pages.map(async (page, index) => {
    const old = current[index];
    if (old?.dataset.picture === page.picture) return old;
    const picture = new Image();
    picture.dataset.picture = page.picture;
    picture.src = `picture/${page.picture}`;
    await picture.decode().catch(() => {});
    return picture;
  }));
  if (shown !== view) return;
  shown.pages.forEach((page, index) => {
    pictures[index].dataset.width = page.width;
    pictures[index].dataset.height = page.height;
    pictures[index].alt = word().page(index + 1, shown.pages.length);
    if (current[index] !== pictures[index]) {
      if (current[index]) current[index].replaceWith(pictures[index]);
      else pages.append(pictures[index]);
    }
  });
  current.slice(shown.pages.length).forEach((picture) => picture.remove());
  pages.classList.toggle("stale", shown.stale);
  const mail = byId("mail");
  mail.hidden = shown.text === null;
  mail.textContent = shown.text ?? "";
  mail.classList.toggle("stale", shown.stale);
  byId("text").replaceChildren(...shown.pages.flatMap((page) => page.lines.map((line) => element("p", "", line))));
  pages.dataset.shown = Number(pages.dataset.shown ?? 0) + 1;
  showZoom();
}

// ---- zoom -------------------------------------------------------------------

const STEPS = [0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3, 4];
const PIXELS_PER_POINT = 96 / 72;
const LETTER_OF_MAIL = 15; // pixels

function scale() {
  if (zoom) return zoom;
  if (!view?.pages.length) return 1;
  const width = Math.max(...view.pages.map((page) => page.width));
  return Math.min(1.5, (byId("letter").clientWidth - 40) / (width * PIXELS_PER_POINT));
}

function showZoom() {
  const now = scale();
  for (const picture of byId("pages").children) {
    picture.style.width = `${picture.dataset.width * PIXELS_PER_POINT * now}px`;
    picture.style.height = `${picture.dataset.height * PIXELS_PER_POINT * now}px`;
  }
  byId("mail").style.fontSize = `${LETTER_OF_MAIL * now}px`;
  byId("zoom").textContent = `${Math.round(now * 100)} %`;
}

function setZoom(to) {
  const letter = byId("letter");
  const middle = (letter.scrollTop + letter.clientHeight / 2) / letter.scrollHeight;
  zoom = to;
  remember("zoom", to ?? "");
  showZoom();
  letter.scrollTop = middle * letter.scrollHeight - letter.clientHeight / 2;
}

// ---- what a person does -----------------------------------------------------

const actions = {
  previous: () => step(-1),
  next: () => step(1),
  variant: nextVariant,
  larger: () => setZoom(STEPS.find((size) => size > scale() + 0.01) ?? STEPS.at(-1)),
  smaller: () => setZoom(STEPS.findLast((size) => size < scale() - 0.01) ?? STEPS[0]),
  fit: () => setZoom(null),
  pdf: () => byId("pdf").hidden || byId("pdf").click(),
  find: () => byId("search").focus(),
};
const keys = {
  k: "previous", j: "next", v: "variant", "+": "larger", ";": "larger", "=": "larger",
  "-": "smaller", "−": "smaller", 0: "fit", p: "pdf", "/": "find",
};

document.addEventListener("keydown", (event) => {
  // What an input method is in the middle of is not ours.
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const searching = event.target === byId("search");
  const list = searching || byId("side").contains(event.target);
  if (list && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    step(event.key === "ArrowDown" ? 1 : -1);
  } else if (searching && event.key === "Enter") {
    choose(found.some((client) => client.id === chosen) ? chosen : found[0]?.id);
    byId("letter").focus();
  } else if (searching && event.key === "Escape") {
    event.target.value = "";
    search();
    scrollToChosen();
    byId("letter").focus();
  } else if (!searching && keys[event.key.toLowerCase()]) {
    actions[keys[event.key.toLowerCase()]]();
  } else {
    return;
  }
  event.preventDefault();
});
for (const button of document.querySelectorAll("[data-action]")) {
  button.addEventListener("click", actions[button.dataset.action]);
}
byId("search").addEventListener("input", () => {
  byId("scroll").scrollTop = 0;
  search();
});
byId("scroll").addEventListener("scroll", showRows);
byId("list").addEventListener("click", (event) => choose(event.target.closest("li")?.dataset.client));
byId("language").addEventListener("click", () => {
  language = language === "ja" ? "en" : "ja";
  sessionStorage.setItem("language", language);
  showWords();
});
window.addEventListener("resize", () => { showZoom(); showRows(); });
window.addEventListener("hashchange", () => choose(named()));

zoom = Number(remembered("zoom")) || null;
showWords();
await loadList();
choose(named() || list.first || list.clients[0]?.id);
