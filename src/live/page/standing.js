// The top of the page: which notice, where we stand, the one next step, undo, the language.

import {
  Fragment, act, ask, html, inLanguage, openPanel, problemsOf, say, set, setLanguage, state,
  useEffect, useRef, useState, word,
} from "./core.js";
import { choose, loadClients, loadStanding, look } from "./follow.js";
import { placeOf } from "./mending.js";
import { needsAttention, noFilters } from "./search.js";

export function Top({ store }) {
  const { standing } = store;
  return html`<header id="top">
    <div class="first-row">
      <h1>${word().product} ${!standing && html`<span id="notice">${store.list.notice ?? ""}</span>`}</h1>
      ${standing && html`<${Notices} standing=${standing}/>`}
      <span class="gap"></span>
      ${standing?.begun && html`<${Fragment}><${Tools} panel=${store.panel?.name}/><${Undo} standing=${standing}/></${Fragment}>`}
      <button id="language" type="button" lang=${store.language === "ja" ? "en" : "ja"}
        onClick=${() => setLanguage(store.language === "ja" ? "en" : "ja")}>${word().language}</button>
    </div>
    ${standing && (standing.begun || !store.panel) && html`<${Stand} store=${store} standing=${standing}/>`}
  </header>`;
}

// ---- which notice -----------------------------------------------------------

// Shows another notice from now on.
async function show(notice) {
  const answer = await ask("show-notice", { notice });
  if (!answer.ok) say(problemsOf(answer)[0].message);
  await Promise.all([loadStanding(), loadClients()]);
}

function Notices({ standing }) {
  if (!standing.notices?.length) return null;
  return html`<select id="notice" lang="ja" aria-label=${word().shownNotice} title=${word().shownNotice}
    value=${standing.notice} onChange=${(event) => show(event.target.value)}>
    ${standing.notices.map((notice) => html`<option key=${notice.id} value=${notice.id}
      selected=${notice.id === standing.notice}>${word().noticeOf(notice)}${notice.issued ? `（${word().noticeIssued}）` : ""}</option>`)}
  </select>`;
}

// ---- where we stand ---------------------------------------------------------

function Stand({ store, standing }) {
  const filter = (changes) => {
    look({ ...noFilters(), filters: { ...noFilters().filters, ...changes } });
    set({ front: "list" });
  };
  const { issued, making } = standing;
  return html`<section id="stand" aria-label=${word().stand}>
    ${standing.begun && html`<ul>
      <${Count} name=${word().clientsCount} count=${standing.clients} pick=${() => filter({})}/>
      <${Count} name=${word().attention} count=${standing.attention} kind="warning" pick=${() => filter({ attention: true })}/>
      <${Count} name=${word().toMake} count=${standing.to_make} kind="accent" pick=${() => openPanel("make")}/>
      <li class=${issued ? "issued" : ""} title=${issued?.by ? word().issuedBy(issued.by) : undefined}>${issued ? word().issued(issued.date) : word().notIssued}</li>
    </ul>`}
    ${making ? html`<p class="making" role="status"><progress max=${making.all} value=${making.done}></progress>
      ${word().making(making.done, making.all)}</p>` : html`<${Next} store=${store} standing=${standing}/>`}
  </section>`;
}

function Count({ name, count, kind, pick }) {
  const there = count > 0 && kind ? kind : "";
  return html`<li class=${there}><button type="button" class="plain" disabled=${!count} onClick=${pick}>
    <span>${name}</span> <b>${count}</b></button></li>`;
}

// Where each step begins.
const ways = {
  begin: () => openPanel("begin"),
  import: () => openPanel("import"),
  mend,
  fill: mend,
  bulletin: tell,
  make: () => openPanel("make"),
  issue: () => openPanel("issue"),
  notice: (next) => openPanel("notice", { number: next.number }),
  other: (next) => show(next.notice),
};

// The shown notice tells of the last bulletin too.
async function tell({ number }) {
  const answer = await act("tell");
  say(answer.ok ? word().told(answer.body.number ?? number) : problemsOf(answer)[0].message);
}

// The first thing that is to be put right, and the letter that it stands in.
function mend({ step, client, problem }) {
  const place = placeOf(problem, client) ?? (step === "fill" ? ["outline", {}] : null);
  const first = client ?? (place ? null : state.list.clients.find(needsAttention)?.id);
  if (first) {
    look({ ...noFilters(), filters: { ...noFilters().filters, attention: true } });
    choose(first);
  }
  if (place) openPanel(...place);
  else showProblems();
}

// What no panel can put right is told in the letter.
function showProblems() {
  set({ front: "letter" });
  requestAnimationFrame(() => {
    document.getElementById("letter").scrollTop = 0;
    document.getElementById("letter").focus();
  });
}

function Next({ standing }) {
  const { next } = standing;
  const [busy, setBusy] = useState(false);
  const go = async () => {
    setBusy(true);
    await ways[next.step](next);
    setBusy(false);
  };
  // Only of a step that is about another notice.
  const other = next?.notice && standing.notices.find((notice) => notice.id === next.notice);
  const [what, button] = word().step[next?.step]?.(next.number, standing.stale, other?.title || next.notice) ?? ["", ""];
  return html`<p class="next" aria-label=${word().next}>
    <span>${what}</span>
    ${button && html`<button type="button" id="next" class="primary" data-step=${next.step}
      disabled=${busy} onClick=${go}>${button}</button>`}
  </p>`;
}

// ---- tools ------------------------------------------------------------------

// The panels that the menu opens, in the order of the work.
const TOOLS = [
  ["texts", "outline"], ["bulletins", "bulletins"], ["make", "make"], ["issue", "issue"],
  ["notice", "notice"], ["office", "office"],
];

function Tools({ panel: current }) {
  const [open, setOpen] = useState(false);
  const place = useRef(null);
  useEffect(() => {
    if (!open) return undefined;
    const leave = (event) => place.current.contains(event.target) || setOpen(false);
    document.addEventListener("pointerdown", leave);
    return () => document.removeEventListener("pointerdown", leave);
  }, [open]);
  const key = (event) => {
    if (event.key !== "Escape" || !open) return;
    event.stopPropagation();
    setOpen(false);
    place.current.querySelector("button").focus();
  };
  const pick = (panel) => {
    setOpen(false);
    openPanel(panel);
  };
  return html`<nav id="tools" ref=${place} class=${open ? "open" : ""} aria-label=${word().tools} onKeyDown=${key}>
    <button type="button" class="menu" aria-expanded=${String(open)} aria-controls="tools-list"
      onClick=${() => setOpen(!open)}>${word().tools} ▾</button>
    <ul id="tools-list">${TOOLS.map(([name, panel]) => html`<li key=${name}>
      <button type="button" class="plain" data-panel=${panel}
        aria-current=${panel === current ? "true" : undefined} onClick=${() => pick(panel)}>${word().tool[name]}</button></li>`)}</ul>
  </nav>`;
}

// ---- undo -------------------------------------------------------------------

// What would be taken back, without the marks of a quotation.
const takenBack = (standing) => inLanguage(standing?.undo).replaceAll("`", "");

export async function undo() {
  const what = takenBack(state.standing);
  if (!state.standing?.undo) return;
  // What somebody has changed since on another page is not what was meant.
  const answer = await act("undo", { count: state.standing.undo.count });
  say(answer.ok ? word().undone(what) : problemsOf(answer)[0].message);
}

function Undo({ standing }) {
  const what = takenBack(standing);
  return html`<button type="button" id="undo" disabled=${!standing.undo} onClick=${undo}
    title=${standing.undo ? `${what} (Ctrl+Z)\n${word().undoCount(standing.undo.count)}` : undefined}
    aria-label=${standing.undo ? word().undoWhat(what) : word().undo}>
    <span aria-hidden="true">↶</span> <span class="what">${standing.undo ? word().undoWhat(what) : word().undo}</span></button>`;
}
