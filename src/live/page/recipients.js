// The list of clients: search, filters, and those rows that can be seen.

import { html, openPanel, set, useLayoutEffect, useMemo, useRef, useState, word } from "./core.js";
import { choose, look } from "./follow.js";
import { noFilters } from "./search.js";

export const ROW = 44; // as in the style sheet
const MARGIN = 5; // rows that are drawn above and below what can be seen

export function Recipients({ store }) {
  return html`<nav id="side" aria-labelledby="clients-heading">
    <h2 id="clients-heading" class="unseen">${word().clients}</h2>
    <div class="finding">
      <${Search} store=${store}/>
      ${store.desk && html`<button type="button" id="add" class="sign-button"
        title=${word().addClient} aria-label=${word().addClient}
        onClick=${() => openPanel("add")}>＋</button>`}
    </div>
    ${store.desk && html`<${Filters} store=${store}/>`}
    <p id="count" role="status">${counted(store)}</p>
    <${Rows} store=${store}/>
    ${store.desk && html`<div class="below"><button type="button" id="import"
      onClick=${() => openPanel("import")}>${word().importList}</button></div>`}
  </nav>`;
}

function Search({ store }) {
  const index = store.found.findIndex((entry) => entry.id === store.chosen);
  const type = (event) => {
    document.getElementById("scroll").scrollTop = 0;
    look({ query: event.target.value });
  };
  return html`<input id="search" type="search" autocomplete="off" spellcheck=${false} role="combobox"
    aria-autocomplete="list" aria-expanded="true" aria-controls="list" aria-label=${word().search}
    aria-activedescendant=${index < 0 ? "" : `row-${index}`}
    placeholder=${word().searchShort} value=${store.query} onInput=${type}/>`;
}

// ---- filters ----------------------------------------------------------------

const STANDINGS = ["new", "stale", "missing", "altered", "broken", "made"];

function Filters({ store }) {
  const { filters, list, letters } = store;
  const change = (changes) => {
    document.getElementById("scroll").scrollTop = 0;
    look({ filters: { ...filters, ...changes } });
  };
  // What nobody has is no choice.
  const standings = useMemo(() => {
    const there = new Set(Object.values(letters.standing));
    if (list.clients.length > Object.keys(letters.standing).length) there.add("made");
    return STANDINGS.filter((name) => there.has(name) || name === filters.state);
  }, [letters, list, filters.state]);
  const variants = Array.from({ length: list.variants }, (_, index) => String(index + 1));
  const kinds = list.kinds ?? [];
  return html`<div id="filters" role="group" aria-label=${word().filters}>
    <button type="button" class="toggle" aria-pressed=${String(filters.attention)}
      onClick=${() => change({ attention: !filters.attention })}>${word().attentionOnly}</button>
    <${Choice} name="state" value=${filters.state} all=${word().allStates} change=${change}
      options=${standings.map((name) => [name, word().standingWords[name]])}/>
    ${variants.length > 1 && html`<${Choice} name="variant" value=${filters.variant}
      all=${word().allVariants} change=${change}
      options=${variants.map((number) => [number, `${word().allVariants} ${number}`])}/>`}
    ${kinds.length > 1 && html`<${Choice} name="delivery" value=${filters.delivery}
      all=${word().allWays} change=${change} options=${kinds.map((kind) => [kind, kind])}/>`}
  </div>`;
}

function Choice({ name, value, all, options, change }) {
  return html`<select aria-label=${all} class=${value ? "set" : ""} value=${value}
    onChange=${(event) => change({ [name]: event.target.value })}>
    <option value="">${all}</option>
    ${options.map(([key, text]) => html`<option key=${key} value=${key} selected=${key === value}>${text}</option>`)}
  </select>`;
}

export const isFiltered = ({ query, filters }) => (
  Boolean(query || filters.attention || filters.state || filters.variant || filters.delivery)
);


function counted({ list, found }) {
  const having = (what) => list.clients.filter(what).length;
  const errors = having((entry) => entry.state === "error");
  const warned = having((entry) => entry.warnings > 0);
  const count = [word().count(found.length, list.clients.length)];
  if (errors) count.push(word().errors(errors));
  if (warned) count.push(word().warned(warned));
  if (list.shared.warnings) count.push(word().sharedWarnings(list.shared.warnings));
  if (list.checking) count.push(word().checking);
  return count.join("　");
}

// ---- the rows ---------------------------------------------------------------

// Only the rows that can be seen exist: the list may have thousands.
function Rows({ store }) {
  const { found, chosen } = store;
  const scroll = useRef(null);
  const [window_, setWindow] = useState({ top: 0, height: 900 });
  const measure = () => {
    const { scrollTop: top, clientHeight: height } = scroll.current;
    setWindow((old) => (old.top === top && old.height === height ? old : { top, height }));
  };
  useLayoutEffect(() => {
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(scroll.current);
    return () => observer.disconnect();
  }, []);
  // Where the chosen one is; not again as long as it is there, or nobody could scroll away.
  const index = found.findIndex((entry) => entry.id === chosen);
  useLayoutEffect(() => {
    if (index >= 0) bringIntoView(scroll.current, index);
    measure();
  }, [chosen, index >= 0]);
  const first = Math.max(0, Math.floor(window_.top / ROW) - MARGIN);
  const last = Math.min(found.length, Math.ceil((window_.top + window_.height) / ROW) + MARGIN);
  const rows = found.slice(first, last).map((entry, place) => html`<${Row} key=${first + place}
    entry=${entry} index=${first + place} store=${store}/>`);
  return html`<div id="scroll" ref=${scroll} onScroll=${measure}>
    <ul id="list" role="listbox" aria-labelledby="clients-heading"
      style=${{ height: `${found.length * ROW}px` }}>${rows}</ul>
    ${!found.length && store.list.clients.length > 0 && html`<p class="empty">${word().nothingFound}
      ${isFiltered(store) && html` <button type="button" class="plain" onClick=${() => look(noFilters())}>${word().clearFilters}</button>`}</p>`}
    ${!store.list.clients.length && html`<p class="empty">${word().noClients}</p>`}
  </div>`;
}

function bringIntoView(scroll, index) {
  const top = index * ROW;
  if (top < scroll.scrollTop) scroll.scrollTop = top;
  if (top + ROW > scroll.scrollTop + scroll.clientHeight) scroll.scrollTop = top + ROW - scroll.clientHeight;
}

function Row({ entry, index, store }) {
  const { list, found, chosen, letters } = store;
  const number = entry.errors + entry.warnings;
  const about = [word().state[entry.state]];
  if (entry.errors) about.push(word().errorsOf(entry.errors));
  if (entry.warnings) about.push(word().warningsOf(entry.warnings));
  const said = about.join(" · ");
  const standing = store.desk && entry.addressed ? letters.standing[entry.id] : undefined;
  const pick = () => {
    choose(entry.id);
    // On a narrow screen the letter takes the list's place.
    set({ front: "letter" });
  };
  return html`<li id=${`row-${index}`} role="option" class=${entry.addressed ? "" : "away"}
    aria-selected=${String(entry.id === chosen)} aria-posinset=${index + 1} aria-setsize=${found.length}
    data-client=${entry.id} style=${{ top: `${index * ROW}px` }} onClick=${pick}>
    <span class=${`sign ${entry.state}`} role="img" aria-label=${said} title=${said}>${number > 1 ? number : ""}</span>
    <span class="who" lang="ja" title=${entry.name}>${entry.name || entry.id}<span class="id">${entry.id}</span></span>
    <span class="end">
      ${standing && html`<span class=${`standing ${standing}`} title=${[word().standingLong[standing], ...(letters.reasons?.[entry.id] ?? [])].join("\n")}>${word().standingWords[standing]}</span>`}
      <span class="variant" title=${entry.variant ? word().variantOf(entry.variant, list.variants) : ""}>${entry.variant || ""}</span>
    </span>
  </li>`;
}
