// The beginning: who writes, and which kind of letter.

import {
  Problems, act, ask, html, inLanguage, problemsOf, say, setDirty, useEffect, useState, word,
} from "../core.js";
import { Fields, bothLanguages, changesOf, missing, toFirstWrong, withoutField } from "../fields.js";
import { Panel } from "../panel.js";

const NAMES = ["name", "title", "person", "phone", "email", "hours"];

// The fields, with the words of the page.
const fields = () => NAMES.map((name) => ({
  name, kind: "text", needed: name === "name", ...bothLanguages(word().office[name]),
}));

export default function Begin({ store, close }) {
  const [kinds, setKinds] = useState(null);
  const [chosen, setChosen] = useState(["report"]);
  const [edits, setEdits] = useState({});
  const [problems, setProblems] = useState([]);
  const [saving, setSaving] = useState(false);
  useEffect(() => {
    ask("beginning").then((answer) => (answer.ok ? setKinds(answer.body.kinds) : setProblems(problemsOf(answer))));
  }, []);
  const all = fields();
  const begin = async () => {
    if (saving) return;
    const without = missing(all, changesOf(all, {}, edits));
    if (!chosen.length) without.push({ severity: "error", message: word().kindMissing });
    if (without.length) {
      wrong(without);
      return;
    }
    setSaving(true);
    const answer = await act("begin", { kinds: chosen, ...changesOf(all, {}, edits) });
    setSaving(false);
    if (!answer.ok) {
      wrong(problemsOf(answer));
      return;
    }
    setDirty(false);
    say(word().begun);
    close(true);
  };
  const wrong = (found) => {
    setProblems(found);
    toFirstWrong(found, all);
  };
  const mark = (id, on) => setChosen(kinds.map((kind) => kind.id).filter((it) => (it === id ? on : chosen.includes(it))));
  const foot = html`<button type="button" id="begin" class="primary" disabled=${saving || !kinds} onClick=${begin}>
    ${saving ? word().saving : word().beginNow}</button>`;
  return html`<${Panel} title=${word().beginTitle} note=${word().beginNote} wide="column"
    close=${store.standing?.begun && close} onSave=${begin} foot=${foot}>
      <${Problems} problems=${withoutField(problems, all)}/>
      <section aria-labelledby="begin-office"><h3 id="begin-office">${word().whoWrites}</h3>
        <${Fields} fields=${all} values=${{}} edits=${edits} problems=${problems} first="name"
          edit=${(name, value) => setEdits((before) => ({ ...before, [name]: value }))}/></section>
      <section role="group" aria-labelledby="begin-kinds"><h3 id="begin-kinds">${word().whichKind}</h3>
        <p class="hint">${word().whichKindHint}</p>
        ${(kinds ?? []).map((kind) => html`<label key=${kind.id} class="kind"><input type="checkbox" name="kind" value=${kind.id}
          checked=${chosen.includes(kind.id)} onChange=${(event) => mark(kind.id, event.target.checked)}/>
          <span>${inLanguage(kind, "words")}</span></label>`)}</section>
  </${Panel}>`;
}
