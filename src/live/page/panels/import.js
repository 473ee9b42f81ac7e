// The office's own list: which column is what, what will change, and then it is done.

import {
  Fragment, Problems, act, ask, html, problemsOf, say, setDirty, useEffect, useMemo, useRef, useState, word,
} from "../core.js";
import { Plan, totals } from "../import-plan.js";
import { Panel } from "../panel.js";

const NONE = "−"; // a column that is not read
const NEW = "new"; // a column that becomes a field of the office's own
const PAUSE = 200; // milliseconds after the last choice
const PIECE = 0x8000; // bytes that are turned into characters at a time

export default function Import({ props, close }) {
  const [file, setFile] = useState(null);
  const [choices, setChoices] = useState({ columns: {}, new_fields: false });
  const [done, setDone] = useState(null);
  const { answer, problems, setProblems, asking } = usePlan(file, choices, done);
  const take = async (chosen) => {
    if (!chosen) return;
    setDone(null);
    setChoices({ columns: {}, new_fields: false });
    setFile({ name: chosen.name, data: await base64(chosen) });
  };
  useEffect(() => { take(props.file); }, [props.file]);
  useEffect(() => { setDirty(false); }, []);

  const carryOut = async () => {
    if (!answer?.plan || asking) return;
    const result = await act("import", { ...file, ...choices });
    if (!result.ok) return void setProblems(problemsOf(result));
    setDone(result.body);
    say(result.body.written ? word().imported(totals(result.body.plan)) : word().nothingImported);
  };
  const foot = file && (done
    ? html`<button type="button" class="primary" id="import-close" onClick=${() => close(true)}>${word().close}</button>`
    : html`<${Foot} answer=${answer} asking=${asking} carryOut=${carryOut} close=${close}/>`);
  return html`<${Panel} title=${word().importList} note=${file?.name} wide=${true} close=${close} foot=${foot}>
    ${!done && html`<${FilePlace} file=${file} take=${take}/>`}
    <${Problems} problems=${problems} shown=${20}/>
    ${file && !answer && !problems.length && html`<p role="status">${word().loading}</p>`}
    ${answer?.plan && !done && html`<${Columns} answer=${answer} choices=${choices} setChoices=${setChoices}/>`}
    ${answer?.plan && !done && html`<${Plan} plan=${answer.plan} choices=${choices} setChoices=${setChoices} fields=${answer.choices}/>`}
    ${done && html`<${Done} result=${done} fields=${answer?.choices}/>`}
  </${Panel}>`;
}

async function base64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let start = 0; start < bytes.length; start += PIECE) {
    text += String.fromCharCode(...bytes.subarray(start, start + PIECE));
  }
  return btoa(text);
}

// What the list would change, anew at every choice.
function usePlan(file, choices, done) {
  const [answer, setAnswer] = useState(null);
  const [problems, setProblems] = useState([]);
  const [asking, setAsking] = useState(false);
  const number = useRef(0);
  useEffect(() => {
    if (!file || done) return undefined;
    number.current += 1;
    const mine = number.current;
    setAsking(true);
    const timer = setTimeout(async () => {
      const next = await ask("import", { ...file, ...choices });
      if (mine !== number.current) return;
      setAsking(false);
      setProblems(next.ok ? next.body.problems ?? [] : problemsOf(next));
      // Beside what is wrong, the columns stay: that is where it is put right.
      if (next.ok) setAnswer(next.body);
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [file, choices, done]);
  useEffect(() => { setAnswer(null); setProblems([]); }, [file]);
  return { answer, problems, setProblems, asking };
}

// ---- the file ---------------------------------------------------------------

function FilePlace({ file, take }) {
  const input = useRef(null);
  return html`<div class=${`file-place ${file ? "small" : ""}`}>
    <input type="file" id="import-file" class="unseen" ref=${input} tabindex="-1" aria-hidden="true"
      accept=".xlsx,.xls,.ods,.csv,.tsv,.txt" onChange=${(event) => take(event.target.files[0])}/>
    <button type="button" data-first class=${file ? "" : "primary"} onClick=${() => input.current.click()}>
      ${file ? word().otherFile : word().chooseFile}</button>
    ${!file && html`<p>${word().dropAnywhere}</p>`}
    ${!file && html`<p class="hint">${word().fileKinds}</p>`}
  </div>`;
}

// ---- the columns ------------------------------------------------------------

function Columns({ answer, choices, setChoices }) {
  const { plan, sheets = [] } = answer;
  // What is no field has words of its own here.
  const fields = (answer.choices ?? []).filter(({ value }) => value !== NONE && value !== NEW);
  const choose = (column, value) => (
    setChoices({ ...choices, columns: { ...choices.columns, [column]: value } })
  );
  const unread = plan.columns.some((sheet) => sheet.columns.some((column) => !column.field));
  const labels = useMemo(() => new Map(fields.map((field) => [field.value, field.label])), [answer.choices]);
  return html`<section class="columns" aria-labelledby="columns-heading">
    <h3 id="columns-heading">${word().columns}</h3>
    <p class="hint">${word().columnsHint}</p>
    ${sheets.length > 1 && html`<p><label>${word().sheet} <select value=${choices.sheet ?? ""}
      onChange=${(event) => setChoices({
  columns: {}, new_fields: choices.new_fields, delivery: choices.delivery, sheet: event.target.value || undefined,
})}>
      <option value="">${word().likelySheet}</option>
      ${sheets.map((sheet) => html`<option key=${sheet} value=${sheet} selected=${sheet === choices.sheet}>${sheet}</option>`)}
    </select></label></p>`}
    ${plan.columns.map((sheet) => html`<${Fragment} key=${sheet.sheet}>
      ${plan.columns.length > 1 && html`<h4 lang="ja">${sheet.sheet}</h4>`}
      <div class="table"><table>
        <thead><tr><th scope="col">${word().column}</th><th scope="col">${word().heading}</th>
          <th scope="col">${word().examples}</th><th scope="col">${word().becomes}</th></tr></thead>
        <tbody>${sheet.columns.map((column) => html`<${Column} key=${column.column} column=${column}
          value=${valueOf(column, choices)} choose=${choose} fields=${fields} labels=${labels}/>`)}</tbody>
      </table></div>
    </${Fragment}>`)}
    <${Way} choices=${choices} setChoices=${setChoices}/>
    ${(unread || choices.new_fields) && html`<p><label><input type="checkbox" checked=${choices.new_fields}
      onChange=${(event) => setChoices({ ...choices, new_fields: event.target.checked })}/> ${word().allNew}</label></p>`}
  </section>`;
}

const WAYS = ["郵送", "メール", "FAX"]; // as the facts have them

// How clients get their letters of whom the list does not say it.
function Way({ choices, setChoices }) {
  return html`<p><label>${word().wayOfOthers} <select id="import-delivery" value=${choices.delivery ?? ""}
    onChange=${(event) => setChoices({ ...choices, delivery: event.target.value || undefined })}>
    <option value="">${word().wayByItself}</option>
    ${WAYS.map((way) => html`<option key=${way} value=${way} selected=${way === choices.delivery}>${word().ways[way]}</option>`)}
  </select></label></p>`;
}

// What was chosen for a column, or else what it was taken for.
const valueOf = (column, choices) => (
  choices.columns[column.column] ?? (column.new ? NEW : column.field ?? NONE)
);

function Column({ column, value, choose, fields, labels }) {
  const known = value === NONE || value === NEW || labels.has(value);
  const unsure = !column.sure && value !== NONE;
  return html`<tr class=${value === NONE ? "unread" : ""}>
    <td class="letter">${column.column}</td>
    <th scope="row" lang="ja">${column.heading}</th>
    <td class="samples" lang="ja">${(column.samples ?? []).slice(0, 3).join(" ／ ")}</td>
    <td><select aria-label=${`${column.heading || column.column} → ${word().becomes}`} value=${value} data-column=${column.column}
      class=${unsure ? "unsure" : ""} onChange=${(event) => choose(column.column, event.target.value)}>
      <option value=${NONE} selected=${value === NONE}>${word().notRead}</option>
      ${!known && html`<option value=${value} selected>${value}</option>`}
      ${fields.filter(({ value: it }) => it !== NEW && it !== "none").map((field) => html`<option key=${field.value} value=${field.value} selected=${field.value === value}>${field.label}</option>`)}
      ${column.heading && html`<option value=${NEW} selected=${value === NEW}>${word().newField(column.heading)}</option>`}
    </select>${unsure && html`<span class="hint">${word().unsure}</span>`}</td>
  </tr>`;
}

// ---- the end ----------------------------------------------------------------

function Foot({ answer, asking, carryOut, close }) {
  const all = answer?.plan ? totals(answer.plan) : null;
  const changes = all ? all.added + all.changed + all.conflicts + all.gone : 0;
  return html`<button type="button" id="import-go" class="primary" disabled=${!all || asking} onClick=${carryOut}>
      ${word().importNow}</button>
    <button type="button" onClick=${() => close(true)}>${word().cancel}</button>
    <span role="status" class="hint">${asking ? word().comparing : all && !changes ? word().nothingChanges : all ? word().willChange(all) : ""}</span>`;
}

function Done({ result, fields }) {
  const place = useRef(null);
  useEffect(() => place.current.focus(), []);
  const { refused = [], changed = [], added = [] } = result.plan ?? {};
  const all = result.plan && (result.written ? { refused, changed, added } : { refused });
  return html`<div ref=${place} tabindex="-1" class="done">
    <p class="big">${result.written ? word().imported(totals(result.plan)) : word().nothingImported}</p>
    <${Problems} problems=${result.problems ?? []} shown=${20}/>
    ${(result.said ?? []).map((text) => html`<p class="hint">${text}</p>`)}
    ${all && Object.values(all).some((list) => list.length > 0) && html`<${Plan} plan=${all} isDone fields=${fields}/>`}
  </div>`;
}
