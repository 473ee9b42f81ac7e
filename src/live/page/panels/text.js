// A text of the letter: its words, whom it is for, and the block that it stands in.

import { html, inLanguage, openPanel, say, set, state, useEffect, useState, word } from "../core.js";
import { Block } from "../block.js";
import { useDraft } from "../drafting.js";
import { IssuedNote, isIssued } from "../issued_note.js";
import { bringIntoView } from "../letter_map.js";
import { Panel } from "../panel.js";
import { Effect, Refusal, useAct, useDirty } from "../parts.js";
import { useText } from "../passage.js";
import { Conflict, Prose } from "../prose.js";
import { Whom } from "../whom.js";

export default function Text({ store, props, close }) {
  const words = word().texts;
  const { file } = props;
  const work = useText(props, store.standing?.version);
  const { passage, text, gone } = work;
  const [pending, setPending] = useState(null); // a condition that is not saved yet
  const [adding, setAdding] = useState(false);
  const draft = useDraft();
  const { busy, answer, run, forget } = useAct();
  const isChanged = passage !== null && passage.text !== null && text !== passage.text;
  const canSave = !busy && !work.conflict && (isChanged || pending !== null) && (pending?.isRight ?? true);
  useDirty(isChanged || pending !== null || adding);
  useEffect(() => { if (passage) show(passage); }, [passage?.path.join("/")]);

  const write = (now) => {
    forget();
    work.setText(now);
    if (now === passage.text) draft.drop();
    else draft.follow("passage", { file, path: passage.path, seen: passage.seen, text: now });
  };
  const choose = (condition) => {
    forget();
    setPending(condition);
    const { block: path, seen } = passage;
    if (condition?.isRight) draft.follow("condition", { file, path, seen, when: condition.when });
    else draft.drop();
  };
  // Saves the words and then the condition; resolves to what is there then, or to null if
  // something could not be saved.
  const save = async () => {
    if (!canSave) return isChanged || pending ? null : passage;
    let now = passage;
    work.saving.current = true;
    if (isChanged) now = await saved(now, "passage", { path: now.path, text });
    if (now && pending) now = await saved(now, "condition", { path: now.block, when: pending.when });
    work.saving.current = false;
    if (!now) return null;
    setPending(null);
    say(words.saved);
    return now;
  };
  const saved = async (now, name, body) => {
    const got = await run(name, { file, seen: now.seen, ...body });
    if (got.status === 409) await work.look();
    if (!got.ok) return null;
    draft.settle();
    return work.look(name === "passage" ? { path: got.body.path, sent: body.text } : {});
  };
  const drop = () => {
    forget();
    draft.drop();
    setPending(null);
    work.setText(passage.text ?? "");
  };

  const where = (passage && inLanguage(passage, "where")) || words.text;
  const title = where[0].toUpperCase() + where.slice(1);
  if (gone || !passage) {
    return html`<${Panel} title=${words.text} close=${close}>
      ${!passage && html`<p class="soft" role="status">${work.answer ? "" : words.loading}</p>
        <${Refusal} answer=${work.answer}/>
        ${work.answer && html`<p><button type="button" onClick=${() => openPanel("outline")}>${words.toOutline}</button></p>`}`}
      ${passage && html`<p role="alert">${words.gone}</p>`}
      ${passage && isChanged && html`<p class="soft">${words.goneYours}</p><pre class="mine" lang="ja">${text}</pre>`}
    </${Panel}>`;
  }
  const isFixed = isIssued(store, file);
  const foot = !isFixed && html`
    <button type="button" class="primary" disabled=${!canSave} title=${words.saveKey}
      aria-keyshortcuts="Control+Enter" onClick=${save}>${busy ? words.saving : words.save}</button>
    <button type="button" disabled=${!isChanged && !pending} onClick=${drop}>${words.drop}</button>`;
  return html`<${Panel} title=${title} close=${close} foot=${foot} onSave=${save}>
    ${isFixed && html`<${IssuedNote} store=${store}/>`}
    ${work.conflict && html`<${Conflict} mine=${text} theirs=${work.conflict.text ?? ""}
      onMine=${() => work.take("mine")}
      onTheirs=${() => { draft.drop(); work.take("theirs"); }}/>`}
    ${passage.text === null
    ? html`<p class="soft">${words.nothingToWrite}</p>`
    : html`<${Prose} passage=${passage} text=${text} title=${title} isFixed=${isFixed} takesFocus=${!props.focus} onText=${write} onSave=${save}/>`}
    <${Effect} effect=${draft.effect} shared=${isChanged && passage.path[0] === "parts"}/>
    <${Refusal} answer=${answer}/>
    ${passage.block && !isFixed && html`
      <${Whom} key=${JSON.stringify([passage.block, passage.when])} passage=${passage} pending=${pending} onPending=${choose}
        notice=${store.standing?.notice}/>
      <${Block} file=${file} passage=${passage} focus=${props.focus} ready=${save}
        onConflict=${() => work.look()} close=${close} onDirty=${setAdding}/>`}
  </${Panel}>`;
}

// Marks the text in the letter, and brings it into view.
function show(passage) {
  const { panel } = state;
  if (panel?.name !== "text") return;
  if (!isSame(panel.props.path, passage.path)) {
    set({ panel: { ...panel, props: { ...panel.props, path: passage.path } } });
  }
  bringIntoView(({ file, path }) => file === passage.file && isSame(path, passage.path));
}

const isSame = (path, other) => JSON.stringify(path) === JSON.stringify(other);
