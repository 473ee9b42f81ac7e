// What an import changes: who is new, what is changed field by field, what cannot be read.

import { html, marked, useMemo, useState, word } from "./core.js";
import { client } from "./follow.js";

const AT_ONCE = 30; // rows that are shown at first, and with every "more"

const count = (list) => list?.length ?? 0;

export const totals = (plan) => ({
  added: count(plan.added), changed: count(plan.changed), conflicts: new Set(plan.conflicts?.map((it) => it.id)).size,
  gone: count(plan.gone), removed: count(plan.removed), refused: count(plan.refused),
});

// `isDone`: it is no plan any more.
export function Plan({ plan, choices, setChoices, fields, isDone }) {
  const labels = useMemo(() => new Map((fields ?? []).map((field) => [field.value, field.label])), [fields]);
  const label = (field) => labels.get(field) ?? field;
  // As the form has them; the program's own order is that of the alphabet.
  const order = useMemo(() => new Map((fields ?? []).map((field, index) => [field.value, index])), [fields]);
  return html`<section class="plan" aria-labelledby="plan-heading">
    <h3 id="plan-heading">${isDone ? word().doneHeading : word().planHeading}</h3>
    <${Part} kind="refused" rows=${plan.refused} open row=${(row) => html`<${Refused} row=${row}/>`}/>
    <${Part} kind="conflicts" rows=${plan.conflicts} open row=${(row) => html`<${Conflict} row=${row} label=${label}/>`}>
      ${setChoices && html`<${Prefer} choices=${choices} setChoices=${setChoices}/>`}
    </${Part}>
    ${setChoices && choices.prefer && !count(plan.conflicts) && html`<${Prefer} choices=${choices} setChoices=${setChoices}/>`}
    <${Part} kind=${isDone ? "wasChanged" : "changed"} rows=${plan.changed} open row=${(row) => html`<${Changed} row=${row} label=${label}/>`}/>
    <${Part} kind="added" rows=${plan.added} row=${(row) => html`<${Added} row=${row} label=${label} order=${order}/>`}>
      <p class="hint">${waysOf(plan.added)}</p>
    </${Part}>
    <${Part} kind="gone" rows=${plan.gone} open row=${(id) => html`<p><${Who} id=${id}/></p>`}>
      ${setChoices && html`<label class="block"><input type="checkbox" checked=${Boolean(choices.remove_gone)}
        onChange=${(event) => setChoices({ ...choices, remove_gone: event.target.checked })}/> ${word().removeGone}</label>`}
    </${Part}>
    <${Part} kind="dropped" rows=${plan.dropped} row=${(row) => html`<p><${Who} id=${row.id}/> <${Where} row=${row}/></p>`}/>
    <${Part} kind="skipped" rows=${plan.skipped} row=${(row) => html`<p lang="ja"><${Where} row=${row}/> ${row.text}</p>`}/>
    <${Part} kind="understood" rows=${plan.understood} row=${(row) => html`<p lang="ja"><${Where} row=${row}/>
      <${Change} before=${row.before} after=${row.after}/></p>`}/>
    ${plan.same > 0 && html`<p class="hint">${word().same(plan.same)}</p>`}
    ${plan.edited_here > 0 && html`<p class="hint">${word().editedHere(plan.edited_here)}</p>`}
  </section>`;
}

// One kind of difference: a heading that can be opened, and the first of its rows.
function Part({ kind, rows, row, open, children }) {
  const [shown, setShown] = useState(AT_ONCE);
  const all = count(rows);
  if (!all) return null;
  return html`<details class=${`part ${kind}`} open=${open && all <= AT_ONCE * 10 ? true : undefined}>
    <summary><b>${word().part[kind]}</b> <span class="number">${all}</span> <span class="hint">${word().partHint[kind]}</span></summary>
    ${children}
    <div class="rows">${rows.slice(0, shown).map((it, index) => html`<div class="row" key=${index}>${row(it)}</div>`)}</div>
    ${all > shown && html`<p><button type="button" class="plain" onClick=${() => setShown(shown + AT_ONCE * 4)}>${word().showMore(all - shown)}</button></p>`}
  </details>`;
}

const WAY = "メール"; // of a record that says none

// How many of the new clients get their letters which way.
function waysOf(added) {
  const counts = new Map();
  for (const { fields } of added ?? []) {
    const way = text(fields?.delivery) || WAY;
    counts.set(way, (counts.get(way) ?? 0) + 1);
  }
  return word().waysOfNew([...counts].map(([way, number]) => word().wayOfSome(word().ways[way] ?? way, number)));
}

const Who = ({ id, name }) => html`<span class="who" lang="ja"><b>${name ?? client(id)?.name ?? ""}</b> <span class="id">${id}</span></span>`;

const text = (value) => (value === null || value === undefined ? "" : [value].flat().join(" ／ "));

const Where = ({ row }) => html`<span class="where">${word().rowOf(row.sheet, row.row, row.column)}</span>`;

function Change({ before, after }) {
  return html`<span class="change"><del>${text(before) || word().empty}</del>
    <span aria-label=${word().becomes}>→</span> <ins>${text(after) || word().empty}</ins></span>`;
}

function Added({ row, label, order }) {
  const place = ([field]) => order.get(field) ?? order.size;
  const others = Object.entries(row.fields ?? {}).filter(([field]) => field !== "id" && field !== "name")
    .sort((one, other) => place(one) - place(other));
  return html`<p><${Who} id=${row.id} name=${text(row.fields?.name)}/></p>
    <p class="all-fields" lang="ja">${others.map(([field, value]) => html`<span key=${field}><i>${label(field)}</i> ${text(value)}</span>`)}</p>`;
}

function Changed({ row, label }) {
  return html`<p><${Who} id=${row.id}/></p>
    ${row.fields.map((it) => html`<p key=${it.field} class="one-change" lang="ja"><i>${label(it.field)}</i>
      <${Change} before=${it.before} after=${it.after}/></p>`)}`;
}

// Changed in the list and here since it was read before.
function Conflict({ row, label }) {
  return html`<p><${Who} id=${row.id}/> <i lang="ja">${label(row.field)}</i></p>
    <dl class="three" lang="ja">
      <dt>${word().inList}</dt><dd>${text(row.after) || word().empty}</dd>
      <dt>${word().here}</dt><dd>${text(row.before) || word().empty}</dd>
      <dt>${word().saidBefore}</dt><dd>${text(row.said_before) || word().empty}</dd>
    </dl>`;
}

function Prefer({ choices, setChoices }) {
  const one = (side, words) => html`<label><input type="radio" name="prefer" checked=${choices.prefer === side}
    onChange=${() => setChoices({ ...choices, prefer: side })}/> ${words}</label>`;
  return html`<fieldset class="prefer"><legend>${word().preferWhich}</legend>
    ${one("list", word().preferList)} ${one("project", word().preferProject)}</fieldset>`;
}

function Refused({ row }) {
  const { id = row.client } = row;
  return html`<p lang="ja"><${Where} row=${row}/> ${(id || row.name) && html`<${Who} id=${id ?? ""} name=${row.name}/> `}${row.heading && html`<i>${row.heading}</i>`} ${marked(row.message)}</p>
    ${row.hint && html`<p class="hint">${marked(row.hint)}</p>`}`;
}
