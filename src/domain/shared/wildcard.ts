import { normalise, patternForm } from '../../contract/shipping/link-pattern.ts';

const STAR = 0x2a;

/** Counts comparisons, so that a test can hold the matcher to its bound. */
export interface StepCounter {
  steps: number;
}

/** A pattern, read once and used for many names. */
export interface CompiledPattern {
  /** What the pattern is compared as; two patterns with the same normal form match the same names. */
  readonly normalised: string;
  /** False: the whole name is literal. */
  readonly wildcard: boolean;
  /** Characters (code points) that are not `*`. */
  readonly literalLength: number;
  readonly codePoints: readonly number[];
}

/** A normalised name as the matcher reads it: by code points, so that no character is half of another. */
export function toCodePoints(normalised: string): readonly number[] {
  return Array.from(normalised, (character) => character.codePointAt(0) ?? 0); // never empty: it iterates characters
}

/** Reads a pattern: `*` stands for any run of characters, also none, anywhere; everything else is literal. */
export function compilePattern(pattern: string): CompiledPattern {
  const normalised = patternForm(pattern);
  const codePoints = toCodePoints(normalised);
  const literals = codePoints.filter((point) => point !== STAR).length;
  return { normalised, wildcard: literals < codePoints.length, literalLength: literals, codePoints };
}

/** Number of literal characters of a pattern: the measure of how exact it is. */
export function literalLength(pattern: string): number {
  return compilePattern(pattern).literalLength;
}

/** Whether the whole name fits the pattern. */
export function matches(pattern: string, name: string): boolean {
  return fits(compilePattern(pattern), toCodePoints(normalise(name)));
}

/**
 * Whether a whole normalised name fits a compiled pattern.
 *
 * Greedy with two pointers: only the last star passed is ever widened, because an earlier one could gain nothing by it.
 * So no (pattern position, name position) pair is looked at twice: at most (pattern + 1) · (name + 1) steps, whatever
 * the pattern.
 */
export function fits(pattern: CompiledPattern, name: readonly number[], counter?: StepCounter): boolean {
  const wanted = pattern.codePoints;
  if (pattern.wildcard ? pattern.literalLength > name.length : wanted.length !== name.length) return false;
  let at = 0;
  let inName = 0;
  let afterStar = -1;
  let starEnd = 0;
  while (inName < name.length) {
    if (counter !== undefined) counter.steps += 1;
    if (wanted[at] === STAR) {
      at += 1;
      if (at === wanted.length) return true;
      afterStar = at;
      starEnd = inName;
    } else if (at < wanted.length && wanted[at] === name[inName]) {
      at += 1;
      inName += 1;
    } else if (afterStar >= 0) {
      starEnd += 1;
      inName = starEnd;
      at = afterStar;
    } else {
      return false;
    }
  }
  if (wanted[at] === STAR) at += 1;
  return at === wanted.length;
}
