// Small components that the panels for texts and letters are made of.

import {
  Problem, act, ask, html, problemsOf, setDirty, state, useEffect, useId, useLayoutEffect, useRef, useState, word,
} from "./core.js";

// A field for text that is as high as its text.
export function Growing({ value, onText, onEnter, takesFocus, inputRef, ...more }) {
  const own = useRef(null);
  const place = inputRef ?? own;
  useLayoutEffect(() => {
    const area = place.current;
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
  }, [value]);
  useEffect(() => {
    if (!takesFocus) return;
    place.current.focus();
    place.current.setSelectionRange(value.length, value.length);
  }, []);
  const onKeyDown = (event) => {
    // What an input method is in the middle of is not ours.
    if (event.isComposing || event.key !== "Enter" || !onEnter) return;
    if (event.ctrlKey || event.metaKey || onEnter.plain) {
      event.preventDefault();
      event.stopPropagation();
      onEnter();
    }
  };
  return html`<textarea ref=${place} lang="ja" rows="1" value=${value} onKeyDown=${onKeyDown}
    onInput=${(event) => onText(event.target.value)} ...${more}></textarea>`;
}

// A field with its label, and what there is to say about it.
export function Labelled({ label, says, children }) {
  const id = useId();
  const told = says ? `${id}-says` : undefined;
  return html`<div class="labelled">
    <label for=${id}>${label}</label>
    ${children({ id, "aria-describedby": told })}
    ${says && html`<p class="soft" id=${told}>${says}</p>`}
  </div>`;
}

// Does one change at a time. `run` resolves to the answer; what was refused stays in
// `answer` until something else is done.
export function useAct() {
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState(null);
  const here = useRef(true);
  useEffect(() => () => { here.current = false; }, []);
  const run = async (name, body) => {
    setBusy(true);
    const got = await act(name, body);
    if (here.current) {
      setBusy(false);
      setAnswer(got.ok || got.status === 409 ? null : got);
    }
    return got;
  };
  return { busy, answer, run, forget: () => setAnswer(null) };
}

// Why something was not done.
export function Refusal({ answer }) {
  if (!answer || answer.ok) return null;
  const words = word().texts;
  if (answer.status === 503) return html`<p class="refusal" role="alert">${words.busy}</p>`;
  if (answer.status === 0) return html`<p class="refusal" role="alert">${words.lost}</p>`;
  return html`<div class="refusal">
    <${Merged} problems=${problemsOf(answer)}/>
  </div>`;
}

// Problems that are alike but for whose letter they are in become one.
export function merged(problems) {
  const alike = new Map();
  for (const problem of problems) {
    const { clients = [], ...what } = problem;
    const key = JSON.stringify(what);
    if (!alike.has(key)) alike.set(key, { ...problem, clients: [] });
    alike.get(key).clients.push(...clients);
  }
  return [...alike.values()];
}

const SHOWN = 5; // more problems than this are counted
const NAMED = 3; // more clients than this too

// Problems, with the names of those whose letters they are in.
function Merged({ problems }) {
  const words = word().texts;
  const all = merged(problems);
  const names = new Map(state.list.clients.map((it) => [it.id, it.name || it.id]));
  const whose = ({ clients }) => words.ofClients(
    clients.slice(0, NAMED).map((id) => names.get(id) ?? id), clients.length - NAMED,
  );
  return html`${all.slice(0, SHOWN).map((problem, index) => html`<div key=${index}><${Problem} problem=${problem}/>
      ${problem.clients.length > 0 && html`<p class="soft whose">${whose(problem)}</p>`}</div>`)}
    ${all.length > SHOWN && html`<p class="soft">${words.andMore(all.length - SHOWN)}</p>`}`;
}

// What a draft does to the letters, told while it is written.
export function Effect({ effect, shared }) {
  const words = word().texts;
  const errors = effect?.problems?.filter((it) => it.severity === "error") ?? [];
  const others = effect?.problems?.filter((it) => it.severity !== "error") ?? [];
  const said = effect?.of === null || effect?.of === undefined ? "" : words.changes(effect.changed, effect.of);
  return html`<div class="effect">
    <p role="status" class="soft">${!effect ? "" : errors.length ? words.draftWrong
      : said || (effect.following ? words.following : "")}</p>
    ${shared && html`<p class="soft">${words.shared}</p>`}
    ${!effect?.conflict && html`<${Merged} problems=${[...errors, ...others]}/>`}
  </div>`;
}

// Opens the folder of the letters, or the list of what was sent, in the system's own program.
export function Opener({ place, label }) {
  const [refused, setRefused] = useState(null);
  const open = async () => setRefused(await ask("open", { place }));
  return html`<div class="opener"><button type="button" data-open=${place} onClick=${open}>${label}</button>
    <${Refusal} answer=${refused}/></div>`;
}

// Asks again whenever the facts have changed. `null` while nothing is known yet.
export function useAnswer(name, body, version) {
  const [answer, setAnswer] = useState(null);
  const asking = JSON.stringify([name, body, version]);
  useEffect(() => {
    let here = true;
    ask(name, body).then((got) => { if (here) setAnswer(got); });
    return () => { here = false; };
  }, [asking]);
  return answer;
}

// Says to the page that there is something nobody has saved, as long as there is; the
// browser asks too before it leaves the page.
export function useDirty(isDirty) {
  useEffect(() => {
    setDirty(isDirty);
    if (!isDirty) return undefined;
    const ask = (event) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [isDirty]);
}

// Today, as a field for days has it.
export function today() {
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

// A notice as a person calls it: its number or its title, and its day.
export function nameOfNotice(store, id) {
  const notice = store.standing?.notices?.find((it) => it.id === id);
  if (!notice) return id;
  const name = notice.title || (notice.number ? word().texts.nthNotice(notice.number) : id);
  return notice.date ? `${notice.date} ${name}` : name;
}
