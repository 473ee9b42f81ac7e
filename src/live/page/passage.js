// What the page knows of one text of the facts.

import { ask, useCallback, useEffect, useRef, useState } from "./core.js";

// The line break at the end of a block of YAML is nobody's.
const withoutEnd = (text) => (text ?? null)?.replace(/\n+$/, "") ?? null;

const read = (file, place) => ask("passage", { file, ...place }).then((got) => (
  got.ok ? { ...got, body: { ...got.body, text: withoutEnd(got.body.text) } } : got));

// A text as it is opened: what has no text of its own is part of what has one.
async function opened(file, place) {
  const got = await read(file, place);
  if (got.ok || !place.path || place.path.length < 3) return got;
  const around = await read(file, { path: place.path.slice(0, -1) });
  return around.ok ? around : got;
}

const FAR = 2; // places up and down in which a text is looked for that has moved

// The same text at a place near by, where something was put in or taken out before it;
// `null` if it is not there.
async function moved(passage) {
  const { file, path, like, text } = passage;
  for (const at of path.keys()) {
    for (const way of typeof path[at] === "number" ? [1, -1] : []) {
      for (let far = 1; far <= FAR && path[at] + way * far >= 0; far += 1) {
        const { ok, body } = await read(file, { path: path.with(at, path[at] + way * far) });
        if (ok && body.like === like && body.text === text) return body;
        if (!ok) break; // the list is at its end
      }
    }
  }
  return null;
}

// The same words under another heading are another text.
const isOtherText = (one, other) => one.text !== other.text || JSON.stringify(one.under) !== JSON.stringify(other.under);

// `passage` as it was read, `text` as it is written now, and `conflict`: what is there
// instead of what was read, while something else is written here. `look` reads again and
// resolves to what is there, or to null where that is in conflict. `sent` is the text that
// was saved just before: it is nobody else's.
export function useText({ file, path, line }, version) {
  const [passage, setPassage] = useState(null);
  const [text, setText] = useState("");
  const [conflict, setConflict] = useState(null);
  const [gone, setGone] = useState(false);
  const [answer, setAnswer] = useState(null);
  const saving = useRef(false);
  const now = useRef({});
  now.current = { passage, text };
  const look = useCallback(async ({ path: newPath, sent } = {}) => {
    const known = newPath ?? now.current.passage?.path ?? path;
    const got = await (now.current.passage ? read(file, { path: known }) : opened(file, known ? { path: known } : { line }));
    const { passage: base, text: written } = now.current;
    const isOther = base !== null && sent === undefined
      && (got.ok ? got.body.like !== base.like && isOtherText(got.body, base) : [404, 422].includes(got.status));
    const elsewhere = isOther ? await moved(base) : null;
    if (!got.ok && !elsewhere) {
      setAnswer(got);
      setGone(isOther);
      return null;
    }
    const is = elsewhere ?? got.body;
    const isChanged = base !== null && written !== (sent ?? base.text ?? "");
    if (isChanged && sent === undefined && is.text !== base.text && is.text !== written) {
      setConflict(is);
      return null;
    }
    setAnswer(null);
    setConflict(null);
    setGone(false);
    setPassage(is);
    if (!isChanged) setText(is.text ?? "");
    return is;
  }, [file, JSON.stringify(path), line]);
  // While it is saved the facts change too; that is looked at when it is done.
  useEffect(() => { if (!saving.current) look(); }, [look, version]);
  const take = (which) => {
    setPassage(conflict);
    if (which === "theirs") setText(conflict.text);
    setConflict(null);
  };
  return { passage, text, setText, conflict, take, gone, answer, look, saving };
}
