// What is done with the block that a text stands in: it is moved, removed, or another one
// added to it.

import { html, openPanel, say, setDirty, useEffect, useRef, useState, word } from "./core.js";
import { Adding, behind, canAddBehind } from "./adding.js";
import { Refusal, useAct } from "./parts.js";

// `ready` saves what is written, and resolves to what is there then.
export function Block({ file, passage, focus, ready, onConflict, close, onDirty }) {
  const words = word().texts;
  const { block } = passage;
  const [adding, setAdding] = useState(null);
  const { busy, answer, run } = useAct();
  const isHeading = passage.kind === "heading" && passage.path.length === block.length + 1;
  const inList = typeof block.at(-1) === "number";
  const tools = useRef(null);
  // The button that has moved the block keeps the focus, in the panel that is opened then;
  // the other one where it goes no further.
  useEffect(() => {
    const button = (name) => tools.current.querySelector(`[data-move="${name}"]:enabled`);
    if (focus) (button(focus) ?? button(focus === "up" ? "down" : "up"))?.focus();
  }, []);
  const done = (got) => {
    if (got.status === 409) onConflict();
    return got.ok;
  };
  const move = async (by) => {
    const now = await ready();
    if (!now) return;
    const got = await run("block-move", { file, path: block, seen: now.seen, by });
    if (!done(got)) return;
    say(words.moved);
    setDirty(false);
    const path = [...got.body.path, ...passage.path.slice(block.length)];
    openPanel("text", { file, path, focus: by < 0 ? "up" : "down" });
  };
  const remove = async () => {
    const got = await run("block-remove", { file, path: block, seen: passage.seen });
    if (!done(got)) return;
    say(`${words.removed_((passage.text ?? "").trim().slice(0, 20))} ${words.undoLater}`);
    close(true);
  };
  const added = async (path) => {
    say(words.addedSays);
    // What is written in the text itself is not lost.
    if (!(await ready())) return;
    setDirty(false);
    openPanel("text", { file, path });
  };
  const inside = { list: [...block, "body"], at: 0 };
  return html`<section class="of-block">
    <h3>${words.block}</h3>
    <${Refusal} answer=${answer}/>
    <div class="buttons" ref=${tools} role="toolbar" aria-label=${words.block}>
      <button type="button" data-move="up" disabled=${busy || !inList || block.at(-1) === 0} onClick=${() => move(-1)}>
        <span aria-hidden="true">↑</span> ${words.up}</button>
      <button type="button" data-move="down" disabled=${busy || !inList} onClick=${() => move(1)}>
        <span aria-hidden="true">↓</span> ${words.down}</button>
      ${isHeading && html`<button type="button" aria-expanded=${String(adding?.at === 0)} onClick=${() => setAdding(inside)}>＋ ${words.addInside}</button>`}
      ${canAddBehind(block) && html`<button type="button" aria-expanded=${String(adding !== null && adding.at !== 0)}
        onClick=${() => setAdding(behind(block))}>＋ ${isHeading ? words.addAfter : words.addBelow}</button>`}
      <button type="button" class="removing" disabled=${busy || !inList} onClick=${remove}>${isHeading ? words.removeAll : words.remove}</button>
    </div>
    ${adding && html`<${Adding} key=${JSON.stringify(adding)} file=${file} list=${adding.list} at=${adding.at}
      onAdded=${added} onCancel=${() => { onDirty(false); setAdding(null); }} onDirty=${onDirty}/>`}
  </section>`;
}
