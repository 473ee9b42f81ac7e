// Whom a block is for: the condition in words, and the rows that change it.

import { html, useMemo, useState, word } from "./core.js";
import { ConditionEditor, Fitting, conditionInWords, rowsOf, useFields } from "./condition.js";
import { useAnswer } from "./parts.js";

const isWithin = (path, outer) => outer.length < path.length && outer.every((step, index) => step === path[index]);

// The blocks around this one that not everybody gets.
function around(blocks, path) {
  const block = blocks.find((it) => isWithin(path, it.path));
  if (!block) return [];
  return [...(block.when ? [block] : []), ...around(block.blocks ?? [], path)];
}

// `pending` is the condition that is chosen and not saved yet, { when, isRight }; `null`
// as long as there is none.
export function Whom({ passage, pending, onPending, notice }) {
  const words = word().texts;
  const outline = useAnswer("outline", notice ? { notice } : {}, passage.seen);
  const outer = useMemo(() => (outline?.ok && outline.body.file === passage.file
    ? around(outline.body.blocks, passage.block) : []), [outline, passage]);
  const fields = useFields();
  const [editing, setEditing] = useState(false);
  const canEdit = rowsOf(passage.when) !== null;
  const now = passage.when ?? null;
  const choose = (when, isRight) => {
    const isOther = !isRight || JSON.stringify(when) !== JSON.stringify(now);
    onPending(isOther ? { when, isRight } : null);
  };
  const stop = () => {
    setEditing(false);
    onPending(null);
  };
  const toEveryone = () => {
    setEditing(false);
    choose(null, true);
  };
  const shown = pending?.isRight ? pending.when : now;
  const isKept = shown === now;
  return html`<section class="whom">
    <h3>${words.whom}</h3>
    <p class=${`condition-words${isKept ? "" : " new"}`} role="status">
      ${conditionInWords(shown, fields, isKept ? passage.when_ja : undefined)}</p>
    ${outer.map((block) => html`<p class="soft" key=${block.path.join()}>
      ${words.outer(block.words, conditionInWords(block.when, fields, block.when_ja))}</p>`)}
    ${!canEdit && html`<p class="soft">${words.inFile}</p>`}
    ${editing && html`<${ConditionEditor} when=${now} fields=${fields} onChange=${choose}/>
      <${Fitting} when=${pending ? pending.when : now} isRight=${pending ? pending.isRight : true}/>`}
    <p class="buttons">
      ${!editing && canEdit && html`<button type="button" onClick=${() => setEditing(true)}>${words.change}</button>`}
      ${shown !== null && html`<button type="button" onClick=${toEveryone}>${words.toEveryone}</button>`}
      ${(editing || pending) && html`<button type="button" onClick=${stop}>${words.keepWhom}</button>`}
    </p>
  </section>`;
}
