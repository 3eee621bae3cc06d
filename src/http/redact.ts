import { isApiWord } from './api-words.ts';
import { withoutQuoted } from './quoted.ts';

/**
 * Scrubbing of words that came from the other side, before they may stand in a message, a history or a log.
 * Over-scrubbing is harmless (the status and the field remain); a name or a token that slips through is not.
 */

/** Body fields whose values are about a person. `name` alone is dropped too: it is a person's in an order. */
const PERSONAL_FIELD =
  /name|company|street|address|city|state|zip|post|phone|mail|recipient|customer|comment|message_to|note|password|secret|token|authorization|key$/i;

/** True when a field of this name may hold a person or a secret, so that its value must not be repeated. */
export function isPersonalField(field: string): boolean {
  return PERSONAL_FIELD.test(field);
}

/**
 * Free text without e-mails, phone-like digits, token-like strings, URLs and quoted values, on one line.
 * @param known values that are known to be personal or secret (as sent in the request); removed literally
 * @param max longest result in characters
 */
export function scrub(text: string, known: readonly string[] = [], max = 300): string {
  // Bounded first: the patterns below must not run over megabytes of another side's HTML.
  let words = withPlainLetters(text.slice(0, 4 * max));
  for (const value of [...known].sort((a, b) => b.length - a.length)) words = removeLiteral(words, value);
  words = withoutQuoted(words.normalize('NFC'))
    .replace(/<[^>]{0,400}>/g, ' ')
    .replace(/\b[a-z][a-z0-9+.-]{1,20}:\/\/\S+/gi, '[link]')
    // By words, because a pattern for both sides of an @ would look at long texts again and again.
    .split(/\s+/)
    .map((word) => (word.includes('@') ? '[e-mail]' : word))
    .join(' ')
    .replace(/[A-Za-z0-9+/=_~.-]{20,}/g, (word) => (isApiWord(word) ? word : '[token]'))
    .replace(/\+?\d(?:[\s().-]{0,2}\d){6,}/g, '[number]')
    // Control and bidirectional characters could forge a line of a log or a terminal.
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return words.length > max ? `${words.slice(0, max - 1)}…` : words;
}

/** Letters as they are, and marks on their own: servers write them as entities, decomposed, or without their marks. */
function withPlainLetters(text: string): string {
  return text
    .replace(/&#(?:(\d{1,6})|x([\da-f]{1,5}));/gi, (whole, ten?: string, hex?: string) => {
      const letter = String.fromCodePoint(ten === undefined ? parseInt(hex ?? '', 16) : Number(ten));
      return /\p{L}/u.test(letter) ? letter : whole;
    })
    .replace(/&([a-z])(?:uml|acute|grave|circ|tilde|ring|cedil|caron);/gi, '$1')
    .normalize('NFD');
}

/** Scripts that put no space between words, in which a name is one or two signs. */
const SPACELESS = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}]/u;
const TWO_LETTERS = /^\p{L}{2}$/u;

/** A value that can be told from the words around it. */
function isTellable(value: string): boolean {
  return value.length >= 3 || SPACELESS.test(value) || TWO_LETTERS.test(value);
}

/** @param words decomposed: the marks on their letters count for nothing */
function removeLiteral(words: string, value: string): string {
  const letters = value.normalize('NFD').replace(/\p{M}/gu, '');
  if (!isTellable(letters)) return words;
  if (!TWO_LETTERS.test(letters) || SPACELESS.test(letters))
    return words.replace(new RegExp(markedOrNot(letters), 'giu'), '[value]');
  // “Is” and “No” are names, and words: only a word of its own that begins with a capital is one.
  const capital = letters.charAt(0).toUpperCase() + letters.slice(1);
  const forms = [letters, capital, letters.toUpperCase()].map(markedOrNot).join('|');
  return words.replace(new RegExp(`(?<![\\p{L}\\p{N}])(?:${forms})(?![\\p{L}\\p{N}])`, 'gu'), '[value]');
}

/** A pattern of letters, with or without marks on them. */
function markedOrNot(letters: string): string {
  return Array.from(letters, (letter) => `${letter.replace(/[.*+?^${}()|[\]\\/]/, '\\$&')}\\p{M}*`).join('');
}

/**
 * Every personal value of a request body, and the single words of each: what an error message may quote back at us.
 * @param body the JSON value that was sent
 */
export function personalValues(body: unknown): string[] {
  const found = new Set<string>();
  collect(body, false, found, 0);
  return [...found];
}

function collect(value: unknown, personal: boolean, found: Set<string>, depth: number): void {
  if (depth > 8 || found.size > 500) return;
  if (typeof value === 'string') {
    if (!personal || value.length > 500 || !isTellable(value)) return;
    found.add(value);
    for (const word of value.split(/[\s,]+/)) if (isTellable(word)) found.add(word);
  } else if (Array.isArray(value)) {
    for (const item of value) collect(item, personal, found, depth + 1);
  } else if (typeof value === 'object' && value !== null) {
    for (const [field, inner] of Object.entries(value)) {
      collect(inner, personal || isPersonalField(field), found, depth + 1);
    }
  }
}
