// Making the letters: how far it is, what came of it, and what is in the way.

import { Problem, html, openPanel, useEffect, useRef, useState, word } from "../core.js";
import { placeOf } from "../mending.js";
import { Panel } from "../panel.js";
import { Opener, Refusal, merged, nameOfNotice, useAct } from "../parts.js";

export default function Make({ store, props, close }) {
  const words = word().texts;
  const { standing } = store;
  const { busy, answer: refused, run } = useAct();
  const [done, setDone] = useState(null);
  const isMaking = busy || Boolean(standing?.making);
  const make = async () => {
    if (isMaking) return;
    const got = await run("make", {});
    setDone(got.ok || got.body.results ? got.body : null);
  };
  useEffect(() => { if (props.now) make(); }, []);
  const waits = (standing?.to_make ?? 0) + (standing?.stale ?? 0) > 0;
  const isReady = done !== null && !waits && standing?.next.step === "issue";
  const foot = html`
    ${isReady && html`<button type="button" class="primary" onClick=${() => openPanel("issue")}>${words.toIssue}</button>`}
    <button type="button" class=${isReady ? "" : "primary"} data-first aria-disabled=${String(isMaking)} onClick=${make}>
      ${done ? words.makeAgain : words.makeNow}</button>`;
  return html`<${Panel} title=${words.make} note=${words.makeSays} close=${close} foot=${foot} onSave=${make}>
    ${!isMaking && !done && html`<ul class="counts">
      ${standing?.to_make > 0 && html`<li>${words.toMake(standing.to_make)}</li>`}
      ${standing?.stale > 0 && html`<li>${words.stale(standing.stale)}</li>`}
      ${!waits && html`<li>${words.nothingToMake}</li>`}
    </ul>`}
    ${isMaking && html`<${Progress} making=${standing?.making}/>`}
    <div role="status">${!isMaking && done && html`<${Results} done=${done} store=${store}/>`}
      ${!isMaking && done?.results?.length === 0 && done.said.map((it) => html`<p key=${it}>${it}</p>`)}</div>
    <${Refusal} answer=${done ? null : refused}/>
    ${!isMaking && done && html`<${Wrong} done=${done} store=${store}/>`}
  </${Panel}>`;
}

function Progress({ making }) {
  const words = word().texts;
  const label = making ? words.making(making.done, making.all) : words.makingNow;
  return html`<div class="progress">
    <progress max=${making?.all || 1} value=${making ? making.done : undefined} aria-label=${words.makingNow}></progress>
    <p class="soft">${label}</p></div>`;
}

const size = (list) => list?.length ?? 0;

function Results({ done, store }) {
  const words = word().texts;
  // Only of the notice that is shown is there a letter to be looked at.
  const isShown = (result) => result.notice === store.standing?.notice;
  return (done.results ?? []).map((result) => html`<section key=${result.notice} class="result">
    <h3 lang="ja">${nameOfNotice(store, result.notice)}</h3>
    <dl class="numbers">
      <div><dt>${words.made}</dt><dd>${size(result.made)}</dd></div>
      <div><dt>${words.unchanged}</dt><dd>${size(result.unchanged)}</dd></div>
      ${size(result.issued) > 0 && html`<div><dt>${words.kept_}</dt><dd>${size(result.issued)}</dd></div>`}
      <div class=${result.failed ? "bad" : ""}><dt>${words.failed_}</dt><dd>${result.failed}</dd></div>
    </dl>
    ${result.stopped && html`<p>${words.stopped}</p>`}
    ${result.failed > 0 ? html`<p class="bad">${words.someFailed(result.failed)}</p>`
    : !result.stopped && html`<p class="all-fine">${words.allMade}</p>`}
    ${size(result.older) > 0 && html`<${Files} title=${words.older} says=${words.olderSays} files=${result.older}/>`}
    ${size(result.pruned) > 0 && html`<${Files} title=${words.gone_} files=${result.pruned}/>`}
    ${isShown(result) && html`<${Opener} place="letters" label=${words.openLetters}/>`}
    ${size(result.made) > 0 && html`<details><summary>${words.files}</summary>
      <${MadeLetters} made=${result.made} isShown=${isShown(result)} clients=${store.list.clients}/></details>`}
  </section>`);
}

// What was made, in the order of the clients, each to be looked at.
function MadeLetters({ made, isShown, clients }) {
  const order = new Map(clients.map(({ id }, index) => [id, index]));
  const place = ({ client }) => order.get(client) ?? order.size;
  const sorted = [...made].sort((one, other) => place(one) - place(other));
  const name = ({ client }) => clients[order.get(client)]?.name || client;
  const address = ({ client, path }) => (
    `letter.${path.endsWith(".txt") ? "txt" : "pdf"}?client=${encodeURIComponent(client)}`
  );
  return html`<ul class="files" tabindex="0">${sorted.map((it) => html`<li key=${it.client} title=${it.path}>
    ${isShown ? html`<a lang="ja" href=${address(it)} target="_blank" rel="noopener">${name(it)}</a>` : html`<span lang="ja">${name(it)}</span>`}
    <span class="soft"> ${it.client} · ${word().texts.pagesOf(it.pages)}</span></li>`)}</ul>`;
}

function Files({ title, says, files }) {
  return html`<div class="issued-note"><p><strong>${title}</strong> ${says}</p>
    <ul class="files" tabindex="0">${files.map((file) => html`<li key=${file}><code>${file}</code></li>`)}</ul></div>`;
}

const SHOWN = 20;

// Problems of all notices, errors first, each with what leads to where it is mended.
function Wrong({ done, store }) {
  const words = word().texts;
  const [shown, setShown] = useState(SHOWN);
  const heading = useRef(null);
  const all = merged(done.problems ?? []);
  const errors = all.filter((it) => it.severity === "error");
  const others = all.filter((it) => it.severity !== "error");
  const sorted = [...errors, ...others];
  useEffect(() => { if (errors.length) heading.current?.focus(); }, []);
  if (!all.length) return null;
  return html`<section class="what-is-wrong">
    <h3 ref=${heading} tabindex="-1">${words.errorsAndWarnings(errors.length, others.length)}</h3>
    ${sorted.slice(0, shown).map((problem, index) => html`<div key=${index} class="with-link">
      <${Problem} problem=${problem}/><${Links} problem=${problem} store=${store}/></div>`)}
    ${sorted.length > shown && html`<p><button type="button" onClick=${() => setShown(sorted.length)}>
      ${words.moreProblems(sorted.length - shown)}</button></p>`}
  </section>`;
}

const OF_CLIENTS = 5; // more clients than this are counted

// What leads to the recipients' forms, or to the text at that place.
function Links({ problem, store }) {
  const words = word().texts;
  const [panel, props] = placeOf(problem) ?? [];
  if (panel && panel !== "client") {
    return html`<p class="links"><button type="button" onClick=${() => openPanel(panel, props)}>${word().toPlace[panel]}</button></p>`;
  }
  const names = new Map(store.list.clients.map((it) => [it.id, it.name || it.id]));
  const clients = (problem.clients ?? []).filter((id) => names.has(id));
  if (!clients.length) return null;
  return html`<p class="links">
    ${clients.slice(0, OF_CLIENTS).map((id) => html`<button key=${id} type="button"
      onClick=${() => openPanel("client", { client: id, field: problem.field })}>${words.toClient(names.get(id))}</button>`)}
    ${clients.length > OF_CLIENTS && html`<span class="soft">${words.andMore(clients.length - OF_CLIENTS)}</span>`}
  </p>`;
}
