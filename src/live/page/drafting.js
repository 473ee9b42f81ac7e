// What is being written, shown in the letter before it is saved.
//
// There is one letter, so there is one draft: whoever writes last has it.

import { ask, problemsOf, useEffect, useRef, useState } from "./core.js";

const PAUSE = 150; // milliseconds without a key, before the letter follows

let next = null; // what is to be asked: { errand, body, tell }
let timer = null;
let asking = false;
let isShown = false; // whether the program shows a draft of ours

// One question after the other, so that an older one never comes in last.
async function askNext() {
  if (asking || !next) return;
  const { errand, body, tell } = next;
  next = null;
  asking = true;
  const answer = await ask("draft", { errand, body });
  asking = false;
  if (errand) isShown = true;
  if (next) askNext();
  else tell?.(answer);
}

function follow(errand, body, tell) {
  next = { errand, body, tell };
  clearTimeout(timer);
  timer = setTimeout(askNext, PAUSE);
}

// Nothing of ours shall be seen any more.
function drop() {
  clearTimeout(timer);
  next = null;
  if (!isShown && !asking) return;
  isShown = false;
  next = { errand: null, body: {} };
  askNext();
}

// Who leaves the page leaves no draft behind for the next one who opens it.
window.addEventListener("pagehide", () => {
  if (!isShown && !asking) return;
  const body = JSON.stringify({ errand: null, body: {} });
  fetch("ask/draft", { method: "POST", keepalive: true, headers: { "Content-Type": "application/json" }, body });
});

// What was drafted is saved: the program has let go of the draft itself.
function settle() {
  clearTimeout(timer);
  isShown = false;
  // What was asked before it was saved may come in after it.
  next = asking ? { errand: null, body: {} } : null;
}

// The draft of one panel: `follow(errand, body)` while there is something to show,
// `drop()` when there is not, `settle()` when it is saved. `effect` is what it does:
// { following } while it is being asked, then { changed, of, problems }.
export function useDraft() {
  const [effect, setEffect] = useState(null);
  const here = useRef(true);
  useEffect(() => () => {
    here.current = false;
    drop();
  }, []);
  const tell = (answer) => {
    if (!here.current) return;
    // A conflict is told when it is saved, beside what is there now.
    const problems = answer.ok ? answer.body.problems ?? [] : problemsOf(answer);
    setEffect({
      changed: answer.body.changed ?? null, of: answer.body.of ?? null, problems,
      conflict: answer.status === 409,
    });
  };
  return {
    effect,
    follow: (errand, body) => {
      setEffect((now) => ({ ...now, following: true }));
      follow(errand, body, tell);
    },
    drop: () => {
      setEffect(null);
      drop();
    },
    settle: () => {
      setEffect(null);
      settle();
    },
  };
}
