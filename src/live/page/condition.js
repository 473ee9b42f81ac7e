// A condition, as rows of field, test and values that a person can choose. What rows cannot
// say (`any`, `notice`, and several tests in one `not`) is left as it is.

import {
  ask, html, inLanguage, state, useEffect, useId, useMemo, useState, word,
} from "./core.js";

const list = (value) => (Array.isArray(value) ? value : [value]);
const isMap = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const COMPARED = ["over", "under", "after", "before"];

// ---- rows and conditions ----------------------------------------------------

// What one key of a condition says, as rows; null if rows cannot say it.
function rowsOfTest(field, value) {
  if (field === "has") return list(value).map((name) => ({ field: name, test: "there", values: [] }));
  if (field === "any" || field === "notice") return null;
  if (field === "not") return rowsOfNot(value);
  if (!isMap(value)) return [{ field, test: "is", values: list(value) }];
  const tests = Object.entries(value);
  if (!tests.length || tests.some(([test]) => !COMPARED.includes(test))) return null;
  return tests.map(([test, bound]) => ({ field, test, values: [bound] }));
}

const NOT = { is: "isnot", there: "missing" };

// `not` holds if its tests do not all hold: rows can say that of one test, or of one
// after the other in `any`.
function rowsOfNot(value) {
  if (!isMap(value)) return null;
  const alternatives = Array.isArray(value.any) && Object.keys(value).length === 1 ? value.any : [value];
  const rows = [];
  for (const alternative of alternatives) {
    const tests = isMap(alternative) ? Object.entries(alternative) : [];
    const said = tests.length === 1 ? rowsOfTest(...tests[0]) : null;
    if (said?.length !== 1 || !NOT[said[0].test]) return null;
    rows.push({ ...said[0], test: NOT[said[0].test] });
  }
  return rows;
}

// The rows of a condition, all of which must hold; null if rows cannot say it.
export function rowsOf(when) {
  if (when === null || when === undefined) return [];
  if (!isMap(when)) return null;
  const rows = [];
  for (const [field, value] of Object.entries(when)) {
    const said = rowsOfTest(field, value);
    if (!said) return null;
    rows.push(...said);
  }
  return rows;
}

const single = (values) => (values.length === 1 ? values[0] : values);

// The condition that rows say; null if there is none. The rows must be right.
export function conditionOf(rows) {
  const when = {};
  const there = [];
  const not = [];
  for (const { field, test, values } of rows) {
    if (test === "is") when[field] = single(values);
    else if (test === "there") there.push(field);
    else if (test === "isnot") not.push({ [field]: single(values) });
    else if (test === "missing") not.push({ has: field });
    else when[field] = { ...when[field], [test]: values[0] };
  }
  if (there.length) when.has = single(there);
  if (not.length) when.not = not.length === 1 ? not[0] : { any: not };
  return Object.keys(when).length ? when : null;
}

const needsValue = (test) => test !== "there" && test !== "missing";

// What keeps a row from being used: a key of the words; null if nothing does.
function faultOf(rows, index) {
  const row = rows[index];
  if (!row.field) return "incomplete";
  if (needsValue(row.test) && !row.values.some((value) => String(value).trim())) return "incomplete";
  const same = (other) => other.field === row.field
    && (other.test === row.test
      // One key of the condition cannot be both a value and a comparison.
      || (other.test === "is" && COMPARED.includes(row.test))
      || (row.test === "is" && COMPARED.includes(other.test)));
  return rows.slice(0, index).some(same) ? "clash" : null;
}

// ---- in words ---------------------------------------------------------------

const labelOf = (fields, name) => {
  if (name === "persons") return word().texts.persons;
  const field = fields.find((it) => it.name === name);
  return (field && inLanguage(field, "label")) || name;
};

// A condition in words. Japanese ones come from the program; English ones, and those of a
// condition that is only being put together, are made here.
export function conditionInWords(when, fields, japanese) {
  const words = word().texts;
  if (when === null || when === undefined) return words.everyone;
  if (when === "none") return words.says.none;
  if (state.language === "ja" && japanese) return japanese;
  const rows = rowsOf(when);
  if (!rows) return japanese || words.says.other;
  const said = rows.map((row) => words.says[row.test](labelOf(fields, row.field), row.values));
  return words.says.to(said.join(words.says.and));
}

// ---- the fields that can be asked for ---------------------------------------

let known = []; // as last read; what the facts say may change, so it is read again

export function useFields() {
  const [fields, setFields] = useState(known);
  useEffect(() => {
    let here = true;
    ask("fields", {}).then((answer) => {
      if (!answer.ok) return;
      known = answer.body.fields;
      if (here) setFields(known);
    });
    return () => { here = false; };
  }, []);
  return fields;
}

// Fields that a condition can ask for. A key inside a key cannot be; the number of
// persons can, without being a field.
function asked(fields) {
  const whole = fields.filter((field) => !field.name.includes("."));
  const persons = fields.some((field) => field.name.startsWith("person."))
    && !whole.some((field) => field.name === "person");
  const more = [];
  if (persons) {
    const one = fields.find((field) => field.name === "person.name") ?? {};
    more.push({ name: "person", label_ja: one.label_ja, label_en: one.label_en, kind: "rows" });
  }
  if (whole.some((field) => field.name === "data")) {
    const label = { label_ja: undefined, label_en: undefined };
    more.push({ name: "persons", kind: "count", ...label });
  }
  return [...whole, ...more];
}

const THERE = ["there", "missing"];

// How a field can be tested.
function testsOf(field) {
  const { kind, name, needed } = field ?? {};
  if (kind === "rows") return THERE;
  const values = { count: ["is", "over", "under"], day: ["is", "after", "before"] }[kind] ?? ["is", "isnot"];
  // What every client has is nothing to ask for.
  return needed || name === "delivery" ? values : [...values, ...THERE];
}

// A row as it goes into the condition: without empty values, and numbers as numbers.
function written(row, fields) {
  const isCount = fields.find((field) => field.name === row.field)?.kind === "count";
  const value = (text) => (isCount && /^\d+$/.test(text) ? Number(text) : text);
  return { ...row, values: row.values.map((it) => value(String(it).trim())).filter((it) => it !== "") };
}

// ---- the editor -------------------------------------------------------------

// Rows that say a condition. `onChange(when, isRight)` is called at each change.
export function ConditionEditor({ when, onChange, fields }) {
  const words = word().texts;
  const [rows, setRows] = useState(() => {
    const given = rowsOf(when) ?? [];
    return given.length ? given : [{ field: "", test: "is", values: [] }];
  });
  const askable = useMemo(() => asked(fields), [fields]);
  const change = (now) => {
    setRows(now);
    const isRight = now.every((_, index) => !faultOf(now, index));
    onChange(isRight ? conditionOf(now.map((row) => written(row, askable))) : null, isRight);
  };
  const setRow = (index, row) => change(rows.map((old, at) => (at === index ? row : old)));
  return html`<div class="condition" role="group" aria-label=${words.rows}>
    <p class="soft">${words.rows}</p>
    ${rows.map((row, index) => html`<${Row} key=${index} number=${index + 1} row=${row} fields=${askable}
      fault=${faultOf(rows, index)} onRow=${(now) => setRow(index, now)}
      onRemove=${rows.length > 1 ? () => change(rows.filter((_, at) => at !== index)) : null}/>`)}
    <button type="button" class="quiet" onClick=${() => change([...rows, { field: "", test: "is", values: [] }])}>
      ＋ ${words.addRow}</button>
  </div>`;
}

function Row({ number, row, fields, fault, onRow, onRemove }) {
  const words = word().texts;
  const field = fields.find((it) => it.name === row.field);
  const tests = testsOf(field);
  const known = row.test && !tests.includes(row.test) ? [...tests, row.test] : tests;
  const setField = (name) => {
    const possible = testsOf(fields.find((it) => it.name === name));
    onRow({ field: name, test: possible.includes(row.test) ? row.test : possible[0], values: [] });
  };
  const setTest = (test) => onRow({ ...row, test, values: needsValue(test) ? row.values : [] });
  return html`<div class="condition-row" role="group" aria-label=${words.row(number)}>
    <div class="condition-head">
      <select aria-label=${words.field} value=${row.field} onChange=${(event) => setField(event.target.value)}>
        <option value="" disabled>${words.chooseField}</option>
        ${row.field && !field && html`<option value=${row.field}>${row.field}</option>`}
        ${fields.map((it) => html`<option value=${it.name}>${labelOf(fields, it.name)}</option>`)}
      </select>
      <select aria-label=${words.test} value=${row.test} onChange=${(event) => setTest(event.target.value)}>
        ${known.map((test) => html`<option value=${test}>${words.tests[test]}</option>`)}
      </select>
      ${onRemove && html`<button type="button" class="quiet" onClick=${onRemove}
        aria-label=${words.removeRow(number)} title=${words.removeRow(number)}>✕</button>`}
    </div>
    ${row.field && needsValue(row.test) && html`<${Values} row=${row} field=${field} onRow=${onRow}/>`}
    ${fault && row.field && html`<p class="fault" role="status">${words[fault]}</p>`}
  </div>`;
}

// Values: from the list of the field where it has one, else written.
function Values({ row, field, onRow }) {
  const words = word().texts;
  const id = useId();
  const set = (values) => onRow({ ...row, values });
  if (field?.values?.length) {
    const choices = [...field.values, ...row.values.filter((it) => !field.values.includes(it))];
    const toggle = (value, on) => set(choices.filter((it) => (it === value ? on : row.values.includes(it))));
    return html`<div class="choices" role="group" aria-label=${words.value}>
      ${choices.map((value) => html`<label key=${value}>
        <input type="checkbox" checked=${row.values.includes(value)}
          onChange=${(event) => toggle(value, event.target.checked)}/> <span lang="ja">${value}</span></label>`)}
    </div>`;
  }
  const one = COMPARED.includes(row.test);
  const type = field?.kind === "day" ? "date" : "text";
  const mode = field?.kind === "count" ? "numeric" : undefined;
  const values = row.values.length ? row.values : [""];
  const setAt = (at, value) => set(values.map((old, index) => (index === at ? value : old)));
  return html`<div class="choices" role="group" aria-label=${words.value}>
    ${values.map((value, at) => html`<${Written} key=${at} id=${`${id}-${at}`} type=${type} mode=${mode}
      field=${row.field} value=${value} onValue=${(now) => setAt(at, now)}/>`)}
    ${!one && String(values.at(-1)).trim() && html`<button type="button" class="quiet"
      onClick=${() => set([...values, ""])}>＋ ${words.or}</button>`}
  </div>`;
}

const OFFERED = 12; // clients that are offered while an id or a name is written

function Written({ id, type, mode, field, value, onValue }) {
  const isOfClients = field === "id" || field === "name";
  const wanted = String(value).trim();
  const offered = isOfClients && wanted
    ? state.list.clients.filter((it) => it.id.includes(wanted) || it.name.includes(wanted)).slice(0, OFFERED)
    : [];
  return html`<input type=${type} inputmode=${mode} value=${value} lang="ja" autocomplete="off"
      aria-label=${word().texts.value} list=${isOfClients ? id : undefined}
      onInput=${(event) => onValue(event.target.value)}/>
    ${isOfClients && html`<datalist id=${id}>
      ${offered.map((it) => html`<option value=${it[field]}>${field === "id" ? it.name : it.id}</option>`)}
    </datalist>`}`;
}

// For whom a condition holds, told while it is chosen.
export function Fitting({ when, isRight = true, notice }) {
  const words = word().texts;
  const [fits, setFits] = useState(null);
  const asking = JSON.stringify([when, notice]);
  useEffect(() => {
    if (!isRight) return undefined;
    let here = true;
    const timer = setTimeout(async () => {
      const answer = await ask("recipients", { to: when });
      if (here) setFits(answer.ok ? answer.body : null);
    }, 150);
    return () => {
      here = false;
      clearTimeout(timer);
    };
  }, [asking, isRight]);
  if (!isRight || !fits) return html`<p class="fits soft" role="status"></p>`;
  return html`<div class="fits">
    <p role="status">${fits.to === 0 ? words.fitsNone
      : notice ? words.goesTo(fits.to, fits.all) : words.fits(fits.to, fits.all)}</p>
    ${notice && fits.without?.length > 0 && html`<details>
      <summary>${words.without(fits.all - fits.to)}</summary>
      <ul lang="ja">${fits.without.map((it) => html`<li key=${it.id}>${it.name || it.id} <span class="soft">${it.id}</span></li>`)}
        ${fits.all - fits.to > fits.without.length
          && html`<li class="soft" lang=${state.language}>${words.andMore(fits.all - fits.to - fits.without.length)}</li>`}
      </ul></details>`}
  </div>`;
}
