// Parts of a sentence, by words and by clauses. Offsets in the form count code points, the browser
// counts UTF-16; here everything is in the browser's units but for what a pick's value says.
//
// The desk by mouse and keyboard is five files, each standing on those before it: passages, picking, form,
// answers, keys. All they do ends in the page's one form; without them that form works too, with whole
// sentences only.
"use strict";
window.Desk = {};
{
  // A word with its combining marks and soft hyphens; a mark; a flag or an emoji with all it is joined from.
  const WORD =
    /[\p{L}\p{N}][\p{L}\p{M}\p{N}\p{Cf}]*(?:[-.’'][\p{L}\p{N}][\p{L}\p{M}\p{N}\p{Cf}]*)*|\p{RI}{2}|[^\s\p{L}\p{M}\p{N}\p{Cf}](?:[\p{M}\p{Emoji_Modifier}]|\u200d.)*/gu;
  // What stands between clauses: comma, colon, semicolon, dash, quotation marks, brackets.
  const BORDER = /^[,;:–—„“”«»‹›"‚‘()[\]،؛、，；：]$/;
  const SAYS = /[\p{L}\p{N}]/u;

  const points = (string) => [...string].length;
  const units = (string, count) => [...string].slice(0, count).join("").length;

  const wordsOf = (text) =>
    [...text.matchAll(WORD)].map(({ 0: word, index }) => ({ word, start: index, end: index + word.length }));

  /** Whether a mark divides clauses: not within a number, as in 3,5 or 20:15. */
  const divides = (text, { word, start, end }) =>
    BORDER.test(word) && !(/\d/.test(text[start - 1] ?? "") && /\d/.test(text[end] ?? ""));

  /** The clauses of a sentence, without the marks between them. */
  const clausesOf = (text) => {
    const clauses = [];
    let isNew = true;
    for (const each of wordsOf(text)) {
      if (divides(text, each)) isNew = true;
      else if (!isNew) clauses.at(-1).end = each.end;
      else if (SAYS.test(each.word)) {
        clauses.push({ start: each.start, end: each.end });
        isNew = false;
      }
    }
    return clauses;
  };

  /**
   * The part [start, end) of a text with its edge "start" or "end" moved to the next place in the direction of
   * `step` where one of `places` begins or ends, or the text itself; null where nothing would be left.
   */
  const moved = (text, [start, end], places, edge, step) => {
    const isStart = edge === "start";
    const stops = isStart ? [0, ...places.map((each) => each.start)] : [...places.map((each) => each.end), text.length];
    const now = isStart ? start : end;
    const stop = (step > 0 ? stops.find((place) => place > now) : stops.findLast((place) => place < now)) ?? now;
    const part = isStart ? [stop, end] : [start, stop];
    return part[0] < part[1] ? part : null;
  };

  /** The part of `text` that a pick's value names: all of it for "12", some for "12:3-40". */
  const partOf = (text, value) => {
    const [, start, end] = value.match(/:(\d+)-(\d+)$/) ?? [];
    return end ? [units(text, start), units(text, end)] : [0, text.length];
  };

  /** The value that names a part of sentence `number`. */
  const valueOf = (text, number, [start, end]) => {
    const isWhole = start <= 0 && end >= text.length;
    return isWhole ? `${number}` : `${number}:${points(text.slice(0, start))}-${points(text.slice(0, end))}`;
  };

  Object.assign(window.Desk, { wordsOf, clausesOf, moved, partOf, valueOf });
}
