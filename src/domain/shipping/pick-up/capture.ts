import { normalise } from '../../../contract/shipping/link-pattern.ts';
import { visible } from '../../shared/visible.ts';
import { isWrittenCode, MOST_CODE_CHARACTERS } from './pick-up-code.ts';

/** A pattern with one capture, read once: what stands before it and what stands behind it, by code points. */
export interface CapturePattern {
  readonly before: readonly number[];
  readonly behind: readonly number[];
}

/** Why a text is no pattern with one capture, and what would be right. */
export interface CaptureProblem {
  readonly message: string;
  readonly expected: string;
}

const CAPTURE = '{code}';
const EXAMPLE = `one ${CAPTURE} where the code stands, for example "Omniva*(${CAPTURE})*"`;
const STAR = 0x2a;
const SPACE = 0x20;

/** Reads a pattern of the links' own language with one `{code}` in it. */
export function compileCapture(pattern: string): CapturePattern | CaptureProblem {
  // The capture's name is case folded with the rest.
  const parts = normalise(visible(pattern)).split(CAPTURE);
  const [before = '', behind = ''] = parts;
  const count = parts.length - 1;
  if (/[{}]/.test(parts.join(''))) {
    return { message: 'The pattern has braces that are no capture.', expected: EXAMPLE };
  }
  if (count === 0) return { message: 'The pattern has no capture.', expected: EXAMPLE };
  if (count > 1) return { message: `The pattern has ${count} captures.`, expected: EXAMPLE };
  return { before: pointsOf(before), behind: pointsOf(behind) };
}

export function isCaptureProblem(read: CapturePattern | CaptureProblem): read is CaptureProblem {
  return 'message' in read;
}

/** A text as it is compared, each point with the place in the text that it comes from. */
interface Folded {
  readonly text: readonly string[];
  readonly points: readonly number[];
  /** By point: the character of the text that it is of. */
  readonly of: readonly number[];
}

/**
 * All codes that a pattern can find in a text, as they are written there, each once. The whole text must fit. A code stands by
 * itself: beside it is no letter or digit, unless the pattern says which. One within a longer one is not told.
 *
 * Linear in the text for a pattern: which beginnings fit the part before, and which ends the part behind, is found once.
 */
export function capturesOf({ before, behind }: CapturePattern, text: string): readonly string[] {
  const folded = foldedOf(text);
  const { points, of, text: characters } = folded;
  const starts = fittingPrefixes(before, points);
  const ends = fittingPrefixes([...behind].reverse(), [...points].reverse());
  const isWhole = (at: number) => at === 0 || at === points.length || of[at] !== of[at - 1];
  const saysBefore = before.length > 0 && before.at(-1) !== STAR;
  const saysBehind = behind.length > 0 && behind[0] !== STAR;
  // A space around the code is none of it.
  const isBefore = (at: number) => starts[at] === 1 || (points[at - 1] === SPACE && starts[at - 1] === 1);
  const isBehind = (at: number) =>
    ends[points.length - at] === 1 || (points[at] === SPACE && ends[points.length - at - 1] === 1);
  const mayStart = (at: number) =>
    isBefore(at) && isWhole(at) && (saysBefore || !isWordCharacter(characters[(of[at] ?? characters.length) - 1]));
  const mayEnd = (at: number) =>
    isBehind(at) && isWhole(at) && (saysBehind || at === points.length || !isWordCharacter(characters[of[at] ?? 0]));
  const found = new Set<string>();
  let furthest = 0;
  for (let start = 0; start < points.length; start += 1) {
    if (!mayStart(start)) continue;
    const from = of[start] ?? 0;
    let longest: { readonly end: number; readonly code: string } | undefined;
    for (let end = start + 1; end <= points.length && end - start <= 4 * MOST_CODE_CHARACTERS; end += 1) {
      const last = characters[of[end - 1] ?? 0] ?? '';
      if (/\s/u.test(last)) break;
      if (!mayEnd(end)) continue;
      const code = characters.slice(from, end === points.length ? undefined : of[end]).join('');
      if (isWrittenCode(code)) longest = { end, code };
    }
    if (longest === undefined || longest.end <= furthest) continue;
    furthest = longest.end;
    found.add(longest.code);
  }
  return [...found];
}

function pointsOf(text: string): readonly number[] {
  return Array.from(text.replace(/\*+/g, '*'), (character) => character.codePointAt(0) ?? 0); // never empty
}

function foldedOf(text: string): Folded {
  const characters = Array.from(text.normalize('NFC').replace(/\s+/gu, ' ').trim());
  const points: number[] = [];
  const of: number[] = [];
  for (const [at, character] of characters.entries()) {
    for (const point of pointsOfCharacter(character)) {
      points.push(point);
      of.push(at);
    }
  }
  return { text: characters, points, of };
}

function pointsOfCharacter(character: string): readonly number[] {
  // A space alone would be trimmed away.
  if (character === ' ') return [SPACE];
  return Array.from(normalise(character), (one) => one.codePointAt(0) ?? 0);
}

function isWordCharacter(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character);
}

/** By length: 1 where the text's beginning of that length fits the pattern. */
function fittingPrefixes(pattern: readonly number[], text: readonly number[]): Uint8Array {
  let row = new Uint8Array(text.length + 1);
  row[0] = 1;
  for (const point of pattern) {
    const next = new Uint8Array(text.length + 1);
    if (point === STAR) {
      let seen = 0;
      for (let at = 0; at <= text.length; at += 1) {
        seen |= row[at] ?? 0;
        next[at] = seen;
      }
    } else {
      for (let at = 0; at < text.length; at += 1) if (row[at] === 1 && text[at] === point) next[at + 1] = 1;
    }
    row = next;
  }
  return row;
}
