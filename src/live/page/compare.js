// Where two texts differ.

const LONGEST = 2000; // words; longer texts are told apart by their ends only

const segmenter = new Intl.Segmenter("ja", { granularity: "word" });
const wordsOf = (text) => Array.from(segmenter.segment(text), (it) => it.segment);

// How long the longest common part of each two ends is.
function lengths(left, right) {
  const width = right.length + 1;
  const table = new Uint16Array((left.length + 1) * width);
  for (let i = left.length - 1; i >= 0; i -= 1) {
    for (let j = right.length - 1; j >= 0; j -= 1) {
      table[i * width + j] = left[i] === right[j]
        ? table[(i + 1) * width + j + 1] + 1
        : Math.max(table[(i + 1) * width + j], table[i * width + j + 1]);
    }
  }
  return (i, j) => table[i * width + j];
}

function put(parts, text, same) {
  const last = parts.at(-1);
  if (last?.same === same) last.text += text;
  else parts.push({ text, same });
}

// Both texts in parts { text, same }: what is the same in both, and what is not.
export function compared(one, other) {
  const [left, right] = [wordsOf(one), wordsOf(other)];
  const parts = [[], []];
  if (Math.max(left.length, right.length) > LONGEST) {
    return [[{ text: one, same: false }], [{ text: other, same: false }]];
  }
  const common = lengths(left, right);
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && left[i] === right[j]) {
      put(parts[0], left[i], true);
      put(parts[1], right[j], true);
      i += 1;
      j += 1;
    } else if (j >= right.length || (i < left.length && common(i + 1, j) >= common(i, j + 1))) {
      put(parts[0], left[i], false);
      i += 1;
    } else {
      put(parts[1], right[j], false);
      j += 1;
    }
  }
  return parts;
}
