// The words of a text: the field in which they are written, what can be inserted, where the
// values are that stand in it, and the two sides of a conflict.

import { ask, html, openPanel, problemsOf, say, state, useRef, word } from "./core.js";
import { compared } from "./compare.js";
import { useFields } from "./condition.js";
import { client } from "./follow.js";
import { Growing } from "./parts.js";

const ONE_LINE = ["title", "heading", "addressee", "closing", "reference"]; // Enter saves them

// `isFixed`: it was sent, and can only be read.
export function Prose({ passage, text, title, isFixed, takesFocus, onText, onSave }) {
  const words = word().texts;
  const area = useRef(null);
  const fields = useFields();
  const hint = words.hints[passage.kind];
  const save = () => { onSave(); };
  save.plain = ONE_LINE.includes(passage.kind);
  // Where the cursor is, or over what is selected; the cursor goes behind it.
  const insert = (name) => {
    const { selectionStart, selectionEnd } = area.current;
    const tag = tagOf(name, fields);
    onText(text.slice(0, selectionStart) + tag + text.slice(selectionEnd));
    requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(selectionStart + tag.length, selectionStart + tag.length);
    });
  };
  // As it was read, so that nothing moves while somebody writes.
  const isOneTag = ONE_TAG.test(passage.text);
  const values = html`<${Values} text=${text} only=${isOneTag} fields=${fields}/>`;
  return html`<div class="prose">
    ${passage.issued_in?.length > 0 && !isFixed && html`<p class="soft">${words.issuedToo}</p>`}
    ${isOneTag && values}
    <${Growing} inputRef=${area} value=${text} onText=${onText} onEnter=${save} takesFocus=${takesFocus}
      readOnly=${isFixed}
      aria-label=${title} aria-describedby=${hint && !isFixed ? "prose-hint" : undefined}/>
    ${isFixed && html`<p class="soft">${words.sentAlready}</p>`}
    ${hint && !isFixed && html`<p class="soft" id="prose-hint">${hint}</p>`}
    ${!isOneTag && values}
    ${!isFixed && html`<${Variables} names=${passage.variables ?? []} fields=${fields} onInsert=${insert}/>`}
  </div>`;
}

const FILTERS = {
  "notice.date": "date", "notice.as_of": "date", "client.preliminary_due": "day", "client.final_due": "day",
};

// A variable as it stands in the text: days and numbers in the office's way of writing,
// several values one after the other.
function tagOf(name, fields) {
  const field = fields.find((it) => it.name === name.replace(/^client\./, ""));
  const filter = FILTERS[name] ?? { day: "day", count: "count", lines: 'join(sep="")' }[field?.kind]
    ?? (field?.several ? 'join(sep="、")' : null);
  return filter && !name.includes("|") ? `{{ ${name} | ${filter} }}` : `{{ ${name} }}`;
}

// ---- where the values are -----------------------------------------------------

// `{{ name | day }}`, and the name in it.
const TAG = /\{\{-?\s*([\p{L}_][\p{L}\p{M}\p{N}_.]*)[^{}]*\}\}/gu;
const ONE_TAG = /^\s*\{\{[^{}]*\}\}\s*$/;

const SHARED = ["data/incident.yaml", "data/office.yaml"]; // where values of all letters can be
// What is reckoned from another field of the record.
const RECKONED = { preliminary_due: "known_on", final_due: "known_on" };

// Leads to the value that a name stands for; null where the page has no field for it.
function placeOfValue(name, fields) {
  const [first, ...rest] = name.split(".");
  const isOfClient = first === "client" || (!rest.length && fields.some((field) => field.name === name));
  if (isOfClient) {
    const field = first === "client" ? rest.join(".") : name;
    return client(state.chosen)
      ? () => openPanel("client", { client: state.chosen, field: RECKONED[field] ?? field }) : null;
  }
  if (first === "office") return () => openPanel("office");
  return rest.length ? null : () => openVariable(name);
}

// A value of the office's own stands in one of two files.
async function openVariable(name) {
  let refused = null;
  for (const file of SHARED) {
    const path = ["vars", name];
    const got = await ask("passage", { file, path });
    if (got.ok) return void openPanel("text", { file, path });
    refused ??= got;
  }
  say(problemsOf(refused)[0].message);
}

// The values that stand in a text, each leading to where it is: what is written over a tag
// would stand in everybody's letter.
function Values({ text, only, fields }) {
  const words = word().texts;
  const names = [...new Set([...text.matchAll(TAG)].map(([, name]) => name))];
  const called = (name) => words.variables[name] ?? name;
  const ways = names.map((name) => [called(name), placeOfValue(name, fields)]).filter(([, go]) => go);
  const is = only && names.length === 1;
  if (!ways.length && !is) return null;
  const label = is ? words.onlyValue(called(names[0]), ways.length > 0) : words.valuesInText;
  return html`<div class="chips" role="group" aria-label=${label}>
    <span class="soft">${label}</span>
    ${ways.map(([name, go]) => html`<button key=${name} type="button" class="value-place" onClick=${go}>${name}</button>`)}
  </div>`;
}

// ---- what can be inserted ------------------------------------------------------

// What can stand for each client's own value: the office's own fields and the name at once,
// all others behind a word.
function Variables({ names, fields, onInsert }) {
  const words = word().texts;
  if (!names.length) return null;
  const isNear = (name) => !name.includes(".") || name === "client.name";
  const chips = (some) => some.map((name) => html`<button key=${name} type="button" title=${tagOf(name, fields)}
    onClick=${() => onInsert(name)}>${words.variables[name] ?? name}</button>`);
  const others = names.filter((name) => !isNear(name));
  return html`<div class="variables" role="group" aria-label=${words.insertSays}>
    <div class="chips"><span class="soft" title=${words.insertSays}>${words.insert}</span>${chips(names.filter(isNear))}</div>
    ${others.length > 0 && html`<details><summary>${words.insertOther}</summary><div class="chips">${chips(others)}</div></details>`}
  </div>`;
}

// ---- a conflict -----------------------------------------------------------------

// What was written here and what is there now, side by side: one of them is taken.
export function Conflict({ mine, theirs, onMine, onTheirs }) {
  const words = word().texts;
  const [left, right] = compared(mine, theirs);
  const marked = (parts) => parts.map((part, index) => (part.same ? part.text : html`<mark key=${index}>${part.text}</mark>`));
  return html`<div class="two-sides" role="alert">
    <p>${words.conflict}</p>
    <div class="sides">
      <section><h3>${words.mine}</h3><pre lang="ja" tabindex="0">${marked(left)}</pre>
        <button type="button" onClick=${onMine}>${words.takeMine}</button></section>
      <section><h3>${words.theirs}</h3><pre lang="ja" tabindex="0">${marked(right)}</pre>
        <button type="button" onClick=${onTheirs}>${words.takeTheirs}</button></section>
    </div>
  </div>`;
}
