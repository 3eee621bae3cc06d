import * as z from 'zod/mini';
import { parseStoreHash, STORE_HASH_EXPECTED, type StoreHash } from '../ids.ts';

// Parts that several messages have. Every text is bounded: what an entity keeps must fit into one payload.

/** A text with something in it. */
export function text(expected: string, max = 250) {
  return z.string(expected).check(
    z.refine((value) => value.trim() !== '', expected),
    z.maxLength(max, `${expected}, at most ${max} characters`),
  );
}

/** A whole number that JSON carries exactly. */
export function wholeNumber(expected: string, min: number, max = Number.MAX_SAFE_INTEGER) {
  return z.int(expected).check(z.minimum(min, expected), z.maximum(max, expected));
}

export function flag(expected = 'true or false') {
  return z.boolean(expected);
}

/** An id that the store gave: of an order, a product, a line. */
export function storeId(expected: string) {
  return wholeNumber(expected, 1);
}

/** A time as the two sides write theirs; what it is compared with must be able to read it. */
export function time(expected = 'an ISO time, for example "2026-11-01T00:00:00Z"') {
  return z
    .string(expected)
    .check(z.refine((value) => value.length <= 40 && !Number.isNaN(Date.parse(value)), expected));
}

/** The hash itself: who types one into a form types the whole of an id by it. */
export function storeHash() {
  return z.custom<StoreHash>(
    (value) => typeof value === 'string' && parseStoreHash(value) === value,
    STORE_HASH_EXPECTED,
  );
}

/** One of these words. */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.enum(words, words.map((word) => `"${word}"`).join(' or '));
}

/** A field that may be absent. Where JavaScript has `undefined` instead, `checkMessage` drops the field first, as JSON does. */
export function optional<S extends z.core.SomeType>(part: S) {
  return z.exactOptional(part);
}
