// All bulletins, the newest first. The last one can go as long as no letter with it is issued.

import { html, openPanel, say, word } from "../core.js";
import { Panel } from "../panel.js";
import { Refusal, useAct, useAnswer } from "../parts.js";

// `2023-06-05T08:32`, as a person writes it.
const moment = (at) => at.replace("T", " ").replaceAll("-", "/").slice(0, 16);

export default function Bulletins({ store, close }) {
  const words = word().texts;
  const answer = useAnswer("bulletins", {}, store.standing?.version);
  const { busy, answer: refused, run } = useAct();
  const { bulletins = [], removable = false } = answer?.ok ? answer.body : {};
  const nameOf = (it) => it.label || words.nth(it.number);
  const last = bulletins.at(-1);
  const remove = async () => {
    const got = await run("bulletin-remove", { number: last.number });
    if (got.ok) say(`${words.bulletinRemoved(nameOf(last))} ${words.undoLater}`);
  };
  const foot = html`<button type="button" class="primary" data-first onClick=${() => openPanel("bulletin")}>${words.toBulletin}</button>
    ${last && html`<button type="button" class="removing" disabled=${busy || !removable} onClick=${remove}>${words.removeLast(nameOf(last))}</button>`}`;
  return html`<${Panel} title=${words.bulletins} close=${close} foot=${foot}>
    <${Refusal} answer=${answer}/>
    <${Refusal} answer=${refused}/>
    ${!answer && html`<p class="soft">${words.loading}</p>`}
    ${answer?.ok && !last && html`<p>${words.noBulletins}</p>`}
    ${last && !removable && html`<p class="soft">${words.notRemovable}</p>`}
    <ul class="bulletins" tabindex="0" aria-label=${words.bulletins}>${bulletins.toReversed().map((it) => html`<li key=${it.number}>
      <p class="head"><strong>${nameOf(it)}</strong>${it.label && html` <span class="soft">${words.nth(it.number)}</span>`}
        <time datetime=${it.at}>${moment(it.at)}</time></p>
      ${it.same_as
    ? html`<p class="soft">${words.sameAs(words.nth(it.same_as))}</p>`
    : html`<p class="says" lang="ja">${it.text}</p>`}
    </li>`)}</ul>
  </${Panel}>`;
}
