// How the notice is built: its sections and blocks as a tree. With Tab one of them is
// reached, with its buttons; the arrow keys lead to the others.

import {
  Fragment, ask, html, openPanel, say, useEffect, useMemo, useRef, useState, word,
} from "../core.js";
import { Adding, behind, canAddBehind } from "../adding.js";
import { conditionInWords, useFields } from "../condition.js";
import { IssuedNote, isIssued } from "../issued_note.js";
import { Panel } from "../panel.js";
import { Refusal, useAct, useAnswer } from "../parts.js";

// A text that is all of a body has nothing to be moved among.
const isInList = (row) => typeof row.path.at(-1) === "number";
const keyOf = (path) => JSON.stringify(path);

// The blocks in the order of the letter, each with its place in its list.
const flat = (blocks, depth = 0) => blocks.flatMap((block) => {
  const siblings = blocks.filter((it) => keyOf(it.path.slice(0, -1)) === keyOf(block.path.slice(0, -1)));
  return [
    { ...block, depth, place: siblings.indexOf(block), siblings: siblings.length },
    ...flat(block.blocks ?? [], depth + 1),
  ];
});

export default function Outline({ store, close }) {
  const words = word().texts;
  const fields = useFields();
  const { standing } = store;
  const answer = useAnswer("outline", standing?.notice ? { notice: standing.notice } : {}, standing?.version);
  const [outline, setOutline] = useState(null);
  useEffect(() => { if (answer?.ok) setOutline(answer.body); }, [answer]);
  const rows = useMemo(() => flat(outline?.blocks ?? []), [outline]);
  const [current, setCurrent] = useState(null); // the path that Tab leads to
  const [adding, setAdding] = useState(null);
  const { busy, answer: refused, run } = useAct();
  const tree = useRef(null);
  const isFixed = isIssued(store, outline?.file);
  const at = Math.max(0, rows.findIndex((row) => keyOf(row.path) === keyOf(current)));

  const focus = (index) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
    const buttons = [...tree.current.querySelectorAll("button.begin")];
    buttons.find((button) => button.dataset.path === keyOf(row?.path))?.focus();
  };
  const open = (row) => openPanel("text", { file: outline.file, path: row.path });
  // What is done to a block needs what was seen of it.
  const change = async (name, row, more) => {
    if (busy || isFixed) return null;
    const { file } = outline;
    const { body } = await ask("passage", { file, path: row.path });
    const got = await run(name, { file, path: row.path, seen: body.seen, ...more });
    return got.ok ? got.body : null;
  };
  const move = async (row, by) => {
    if (row.place + by < 0 || row.place + by >= row.siblings) return;
    const done = await change("block-move", row, { by });
    if (!done) return;
    setCurrent(done.path);
    say(words.moved);
  };
  const remove = async (row) => {
    if (!isInList(row)) return;
    const index = rows.indexOf(row);
    const after = rows.slice(index + 1).find((it) => it.depth <= row.depth);
    if (!(await change("block-remove", row))) return;
    // What came behind it has moved up to its place.
    setCurrent(after && after.depth === row.depth ? row.path : (rows[index - 1]?.path ?? null));
    say(`${words.removed_(row.words)} ${words.undoLater}`);
  };
  const addBelow = (row) => !isFixed && (!row || canAddBehind(row.path)) && setAdding({ row, ...(row ? behind(row.path) : { list: outline.list, at: 0 }) });
  const added = (path) => {
    say(words.addedSays);
    openPanel("text", { file: outline.file, path });
  };
  const onKey = (event, row) => {
    const name = `${event.altKey ? "Alt+" : ""}${event.key}`;
    const outer = () => rows.findLastIndex((it, index) => index < at && it.depth < row.depth);
    const does = {
      ArrowDown: () => focus(at + 1), ArrowUp: () => focus(at - 1),
      Home: () => focus(0), End: () => focus(rows.length - 1),
      ArrowRight: () => focus(at + 1), ArrowLeft: () => focus(outer()),
      "Alt+ArrowUp": () => move(row, -1), "Alt+ArrowDown": () => move(row, 1),
      Insert: () => addBelow(row), Delete: () => remove(row),
    }[name];
    if (!does || event.isComposing || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    does();
  };
  // A block that was moved takes the focus along.
  useEffect(() => {
    const active = document.activeElement;
    if (current && (tree.current?.contains(active) || active === document.body)) focus(at);
  }, [outline]);

  const tools = { isFixed, busy, open, move, remove, addBelow, onKey, setCurrent };
  const list = (blocks) => html`<ul>
    ${blocks.map((block) => {
    const row = rows.find((it) => keyOf(it.path) === keyOf(block.path));
    return html`<li key=${keyOf(block.path)}>
      <${Row} row=${row} isCurrent=${row === rows[at]} fields=${fields} ...${tools}/>
      ${block.blocks?.length > 0 && list(block.blocks)}
      ${adding && adding.row === row && form()}
    </li>`;
  })}</ul>`;
  const form = () => html`<${Adding} file=${outline.file} list=${adding.list} at=${adding.at}
    onAdded=${added} onCancel=${() => setAdding(null)}/>`;
  return html`<${Panel} title=${words.outline} close=${close}>
    ${!outline && !answer && html`<p class="soft">${words.loading}</p>`}
    <${Refusal} answer=${answer}/>
    <${Refusal} answer=${refused}/>
    ${outline && !rows.length && html`<${Fragment}>
      <p>${words.outlineEmpty}</p>
      ${adding ? form() : html`<p><button type="button" data-first onClick=${() => addBelow(null)}>＋ ${words.addFirst}</button></p>`}
    </${Fragment}>`}
    ${rows.length > 0 && html`<${Fragment}>
      ${isFixed && html`<${IssuedNote} store=${store}/>`}
      <p class="soft" id="outline-says" hidden=${isFixed}>${words.outlineSays}</p>
      <div class="outline" role="group" aria-label=${words.outline} aria-describedby="outline-says" ref=${tree}>${list(outline.blocks)}</div>
    </${Fragment}>`}
  </${Panel}>`;
}

function Row({ row, isCurrent, fields, isFixed, busy, open, move, remove, addBelow, onKey, setCurrent }) {
  const words = word().texts;
  const tabindex = isCurrent ? 0 : -1;
  const kind = words.kindOf[row.kind] ?? row.kind;
  const canMove = isInList(row);
  const tool = (sign, label, does, disabled = false) => html`<button type="button" class="quiet" tabindex=${tabindex}
    aria-label=${`${label}: ${row.words || kind}`} title=${label} disabled=${busy || disabled} onClick=${() => does()}>${sign}</button>`;
  return html`<div class=${`outline-row${isCurrent ? " current" : ""}`} onFocusCapture=${() => setCurrent(row.path)}>
    <button type="button" class="begin" data-path=${keyOf(row.path)} tabindex=${tabindex}
      aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown Insert Delete"
      onClick=${() => open(row)} onKeyDown=${(event) => onKey(event, row)}>
      <span class="kind-word">${kind}</span> <span class="words" lang="ja">${row.words}</span>
      ${row.when && html`<span class="when">${conditionInWords(row.when, fields, row.when_ja)}</span>`}
    </button>
    ${!isFixed && html`<span class="tools">
      ${canMove && tool("↑", words.up, () => move(row, -1), row.place === 0)}
      ${canMove && tool("↓", words.down, () => move(row, 1), row.place === row.siblings - 1)}
      ${canAddBehind(row.path) && tool("＋", words.addBelow, () => addBelow(row))}
      ${canMove && tool("✕", row.kind === "heading" ? words.removeAll : words.remove, () => remove(row))}
    </span>`}
  </div>`;
}
