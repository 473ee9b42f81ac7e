// What a letter says other than the one that was sent before. What was added is underlined
// and in `ins`, what is gone struck through and in `del`: colour alone tells nobody.

import { html, useState, word } from "../core.js";
import { Panel } from "../panel.js";
import { Refusal, nameOfNotice, useAnswer } from "../parts.js";

export default function Difference({ store, props, close }) {
  const words = word().texts;
  const client = store.chosen ?? props.client;
  const entry = store.list.clients.find((it) => it.id === client);
  if (!client) return html`<${Panel} title=${words.difference} close=${close}><p>${words.chooseClient}</p></${Panel}>`;
  return html`<${Panel} title=${words.difference} note=${entry?.name || client} close=${close}>
    <${Between} key=${client} client=${client} store=${store}/></${Panel}>`;
}

function Between({ client, store }) {
  const words = word().texts;
  const answer = useAnswer("difference", { client }, store.standing?.version);
  const [whole, setWhole] = useState(false);
  if (!answer) return html`<p class="soft" role="status">${words.loading}</p>`;
  if (!answer.ok) return html`<${Refusal} answer=${answer}/>`;
  const { none, before, after, lines = [] } = answer.body;
  if (none) return html`<p role="status">${none}</p>`;
  const count = (kinds) => lines.filter((line) => kinds.includes(line.kind)).length;
  const [added, removed] = [count(["added", "changed"]), count(["removed", "changed"])];
  return html`<div class="difference">
    <dl class="summary soft"><dt>${words.earlier_}</dt><dd lang="ja">${nameOfNotice(store, before.notice)}</dd>
      <dt>${words.now}</dt><dd lang="ja">${nameOfNotice(store, after.notice ?? after)}</dd></dl>
    <p role="status">${added + removed === 0 ? words.same : words.differs(added, removed)}</p>
    ${lines.some((line) => line.kind === "same") && html`<p><label><input type="checkbox" checked=${whole}
      onChange=${(event) => setWhole(event.target.checked)}/> ${words.showSame}</label></p>`}
    <div class="lines" lang="ja" tabindex="0" role="group" aria-label=${words.difference}>${runs(lines, whole).map((run, index) => (Array.isArray(run)
    ? html`<p key=${index} class="skipped">${words.sameLines(run.length)}</p>`
    : html`<${Line} key=${index} line=${run}/>`))}</div>
  </div>`;
}

const BESIDE = 1; // lines around a difference that are shown with it

// The lines to be shown; those left out come as lists in between.
function runs(lines, whole) {
  const isNear = (index) => lines.slice(Math.max(0, index - BESIDE), index + BESIDE + 1).some((line) => line.kind !== "same");
  const shown = [];
  lines.forEach((line, index) => {
    if (whole || isNear(index)) shown.push(line);
    else if (Array.isArray(shown.at(-1))) shown.at(-1).push(line);
    else shown.push([line]);
  });
  return shown;
}

const SIGNS = { same: "", added: "＋", removed: "−", changed: "±" };

function Line({ line }) {
  const words = word().texts;
  const { kind, before, after, parts } = line;
  const part = (it, index) => {
    if (it.kind === "added") return html`<ins key=${index}>${it.text}</ins>`;
    if (it.kind === "removed") return html`<del key=${index}>${it.text}</del>`;
    return html`<span key=${index}>${it.text}</span>`;
  };
  const whole = { same: before ?? after, added: html`<ins>${after}</ins>`, removed: html`<del>${before}</del>` }[kind];
  const said = parts?.length ? parts.map(part) : whole ?? html`<del>${before}</del><ins>${after}</ins>`;
  return html`<p class=${`line ${kind}`}>
    <span class="how" role=${kind === "same" ? undefined : "img"} aria-label=${words.lineKinds[kind]}>${SIGNS[kind]}</span>
    <span>${said}</span></p>`;
}
