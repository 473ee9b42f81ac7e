// Every word of the page, in both languages: each part of the page has a file of them.

import { words as frame } from "./words/frame.js";
import { words as clients } from "./words/clients.js";
import { words as texts } from "./words/texts.js";

const files = [frame, clients, texts];

// One word, one file: the same name twice would be one word for two things.
function together(language) {
  const all = {};
  for (const file of files) {
    for (const [name, text] of Object.entries(file[language])) {
      if (name in all) throw new Error(`the word ${name} is there twice`);
      all[name] = text;
    }
  }
  return all;
}

export const words = { ja: together("ja"), en: together("en") };
