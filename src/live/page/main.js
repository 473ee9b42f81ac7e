// The page: a list of clients, one letter, what is to be said of it or done about it.

import { render } from "preact";
import {
  Fragment, html, isPanelDirty, openPanel, say, state, useEffect, useState, useStore, word,
} from "./core.js";
import { About } from "./about.js";
import { listen } from "./keys.js";
import { Letter } from "./letter.js";
import { OpenPanel } from "./panel.js";
import { Recipients } from "./recipients.js";
import { Top } from "./standing.js";
import { choose, named, start } from "./follow.js";

// Panels that take the whole page.
const WIDE = new Set(["import", "begin"]);
// As in the style sheet: there a panel lies over all.
const narrow = window.matchMedia("(max-width: 640px)");

function App() {
  const store = useStore();
  const isNarrow = useNarrow();
  const { panel } = store;
  useEffect(() => { document.title = word().title(store.view?.name || store.view?.client); });
  // What a panel lies over is out of reach.
  const isWide = Boolean(panel && WIDE.has(panel.name));
  const inert = Boolean(panel && (isWide || isNarrow));
  return html`<${Fragment}>
    <a class="skip" href="#letter" onClick=${toLetter}>${word().skip}</a>
    <div id="page" class=${`${store.desk ? "desk" : ""} front-${store.front} ${panel ? "with-panel" : ""} ${isWide ? "with-wide" : ""}`}>
      <${Top} store=${store}/>
      <div class="cover" inert=${inert}><${Recipients} store=${store}/></div>
      <div class="cover" inert=${inert}><${Letter} store=${store}/></div>
      <${About} store=${store}/>
      ${panel && html`<${OpenPanel} store=${store}/>`}
    </div>
    <${Said} said=${store.said} times=${store.times}/>
    ${store.desk && html`<${Drop}/>`}
  </${Fragment}>`;
}

function useNarrow() {
  const [is, setIs] = useState(narrow.matches);
  useEffect(() => {
    const look = () => setIs(narrow.matches);
    narrow.addEventListener("change", look);
    return () => narrow.removeEventListener("change", look);
  }, []);
  return is;
}

const SEEN = 6000; // milliseconds that it takes to read what was done

// What was done, read aloud and shown for a while.
function Said({ said, times }) {
  useEffect(() => {
    if (!said) return undefined;
    const timer = setTimeout(() => say(""), SEEN);
    return () => clearTimeout(timer);
  }, [times]);
  return html`<p id="said" role="status" class=${said ? "shown" : ""}><span key=${times}>${said}</span></p>`;
}

// The address names the client, and not a place in the page.
function toLetter(event) {
  event.preventDefault();
  document.getElementById("letter").focus();
}

// A list that is dragged onto the page.
function Drop() {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const isFile = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
    const drag = (event) => {
      if (!isFile(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event) => { if (!event.relatedTarget) setOver(false); };
    const drop = (event) => {
      if (!isFile(event)) return;
      event.preventDefault();
      setOver(false);
      const [file] = event.dataTransfer.files;
      if (file && state.standing?.begun) openPanel("import", { file });
    };
    document.addEventListener("dragover", drag);
    document.addEventListener("dragleave", leave);
    document.addEventListener("drop", drop);
    return () => {
      document.removeEventListener("dragover", drag);
      document.removeEventListener("dragleave", leave);
      document.removeEventListener("drop", drop);
    };
  }, []);
  return over && html`<div id="drop"><p>${word().dropHere}</p></div>`;
}

document.documentElement.lang = state.language;
listen();
// The browser asks before what was typed is lost with the page.
window.addEventListener("beforeunload", (event) => { if (isPanelDirty()) event.preventDefault(); });
window.addEventListener("hashchange", () => choose(named()));
render(html`<${App}/>`, document.getElementById("app"));
await start();
// An empty folder begins with the beginning.
if (state.standing && !state.standing.begun) openPanel("begin");
