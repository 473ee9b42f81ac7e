// Recording what was sent: a summary, who sends it, and a tick that it was looked at.

import { Problems, html, openPanel, useState, word } from "../core.js";
import { Panel } from "../panel.js";
import { Labelled, Opener, Refusal, nameOfNotice, useAct, useAnswer } from "../parts.js";

export default function Issue({ store, close }) {
  const words = word().texts;
  const [issued, setIssued] = useState(null);
  const answer = useAnswer("issue", {}, issued ? "issued" : store.standing?.version);
  const [said, setSaid] = useState({ by: "", how: "", confirmed: false });
  const [missing, setMissing] = useState([]);
  const { busy, answer: refused, run, forget } = useAct();
  const change = (changes) => {
    forget();
    setMissing([]);
    setSaid((now) => ({ ...now, ...changes }));
  };
  if (issued) return html`<${Issued} issued=${issued} close=${close}/>`;
  const { issued: earlier } = store.standing ?? {};
  const summary = answer?.ok ? answer.body : null;
  const issue = async () => {
    if (busy || !summary?.ready) return;
    const lacks = [...(said.by.trim() ? [] : ["needsBy"]), ...(said.confirmed ? [] : ["needsConfirmed"])];
    setMissing(lacks);
    if (lacks.length) return;
    const how = said.how.trim();
    const got = await run("issue", { by: said.by.trim(), ...(how ? { how } : {}) });
    if (got.ok) setIssued(got.body);
  };
  const foot = summary?.ready && html`<button type="button" class="primary" disabled=${busy} onClick=${issue}>${words.issueNow}</button>
    <button type="button" onClick=${() => close()}>${words.cancel}</button>`;
  return html`<${Panel} title=${words.issue} note=${words.issueSays} close=${close} foot=${foot}>
    ${!answer && html`<p class="soft" role="status">${words.loading}</p>`}
    <${Refusal} answer=${answer}/>
    ${earlier && html`<p>${words.alreadyIssued(earlier.date, earlier.by)}</p>
      <${Opener} place="list" label=${words.openList}/>
      <p><button type="button" onClick=${() => openPanel("notice")}>${words.toNext}</button></p>`}
    ${summary && html`<${Summary} summary=${summary} store=${store}/>`}
    ${summary && !summary.ready && !earlier && html`<div>
      <p><strong>${words.notReady}</strong></p>
      <${Problems} problems=${forPage(summary.problems)}/>
      <p><button type="button" onClick=${() => openPanel("make")}>${words.toMaking}</button></p></div>`}
    ${summary?.ready && html`
      <${Labelled} label=${words.by}>${(more) => html`<input type="text" lang="ja" autocomplete="name" required data-first value=${said.by}
        onInput=${(event) => change({ by: event.target.value })} ...${more}/>`}</${Labelled}>
      <${Labelled} label=${words.how} says=${words.howSays}>${(more) => html`<input type="text" lang="ja" autocomplete="off" value=${said.how}
        onInput=${(event) => change({ how: event.target.value })} ...${more}/>`}</${Labelled}>
      <p class="confirm"><label><input type="checkbox" checked=${said.confirmed}
        onChange=${(event) => change({ confirmed: event.target.checked })}/> <span>${words.confirmed}</span></label></p>
      <p class="soft">${words.noUndo}</p>
      <div role="alert">${missing.map((it) => html`<p class="fault">${words[it]}</p>`)}</div>`}
    <${Refusal} answer=${refused}/>
  </${Panel}>`;
}

// What a command would do, the buttons of the page do.
const forPage = (problems) => problems.map((problem) => ({
  ...problem, hints: (problem.hints ?? []).filter((hint) => !hint.includes("`oshirase ")),
}));

function Summary({ summary, store }) {
  const words = word().texts;
  const { notice, letters, ways, warnings, problems, ready } = summary;
  const found = problems.filter((it) => it.severity === "warning");
  return html`<dl class="summary">
      <dt>${words.notice_}</dt><dd lang="ja">${nameOfNotice(store, notice)}</dd>
      ${ready && html`<dt>${words.letters}</dt><dd>${words.lettersOf(letters)}</dd>`}
      ${ways && html`<dt>${words.ways}</dt><dd lang="ja">${ways}</dd>`}
      ${ready && html`<dt>${words.warnings}</dt><dd>${words.warningsOf(warnings)}</dd>`}
    </dl>
    ${ready && found.length > 0 && html`<details><summary>${words.seeWarnings}</summary>
      <${Problems} problems=${found} shown=${found.length}/></details>`}`;
}

function Issued({ issued, close }) {
  const words = word().texts;
  const [copied, setCopied] = useState(false);
  const copy = () => navigator.clipboard?.writeText(issued.fingerprint).then(() => setCopied(true), () => {});
  const foot = html`<button type="button" class="primary" data-first onClick=${() => openPanel("notice")}>${words.toNext}</button>
    <button type="button" onClick=${() => close()}>${words.close}</button>`;
  return html`<${Panel} title=${words.issuedNow} close=${close} foot=${foot}>
    <div role="status">
      <dl class="summary">
        ${issued.lists.length > 0 && html`<dt>${words.list}</dt>${issued.lists.map((path) => html`<dd><code>${path}</code></dd>`)}`}
        <dt>${words.fingerprint}</dt><dd><code class="fingerprint">${issued.fingerprint}</code>
          <button type="button" class="quiet" onClick=${copy}>${copied ? words.copied : words.copy}</button></dd>
      </dl>
      <p class="soft">${words.fingerprintSays}</p>
      ${issued.lists.length > 0 && html`<${Opener} place="list" label=${words.openList}/>`}
    </div>
  </${Panel}>`;
}
