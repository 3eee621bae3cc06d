import { type Answer, headerOf } from './headers.ts';
import { isPersonalField } from './redact.ts';

/** Errors are short; more than this of a body is never looked at. */
const LONGEST_READ = 64 * 1024;

/**
 * The other side's words in an error body, in all shapes that are known: V2 array of `{status, message}`, V3 object with
 * `title` and `errors` (object, `[]` or `{}`), `batch_errors`, problem+json, `{error, error_description}`, ApiError's
 * `message`, and plain text. HTML is only named. Not scrubbed yet.
 */
export function wordsOf({ headers, text }: Answer): string {
  const body = text.slice(0, LONGEST_READ).trim();
  if (body === '') return '';
  if (body.startsWith('{') || body.startsWith('[')) {
    try {
      return [...new Set(wordsIn(JSON.parse(body), 0))].join('; ');
    } catch {
      return 'an unreadable error body';
    }
  }
  if (body.startsWith('<') || /html|xml/i.test(headerOf(headers, 'content-type') ?? ''))
    return 'a page, not an API answer';
  return body.slice(0, 1000);
}

/** The fields that hold words for people, in the order in which they are read out. */
const WORD_FIELDS = ['title', 'message', 'detail', 'error_description', 'statusDescription', 'error'] as const;
const LIST_FIELDS = ['errors', 'batch_errors', 'details', 'modelState'] as const;

function wordsIn(value: unknown, depth: number): string[] {
  if (depth > 4) return [];
  if (Array.isArray(value)) return value.slice(0, 10).flatMap((item: unknown) => wordsIn(item, depth + 1));
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  const fields = new Map<string, unknown>(Object.entries(value));
  const words: string[] = [];
  for (const name of WORD_FIELDS) {
    const word = fields.get(name);
    if (typeof word === 'string' && word !== '') words.push(word);
  }
  for (const name of LIST_FIELDS) words.push(...fieldErrors(fields.get(name), depth + 1));
  return words;
}

/** `errors: { "field": "what is wrong" }`: the field is named, its message dropped where it would be about a person. */
function fieldErrors(errors: unknown, depth: number): string[] {
  if (typeof errors !== 'object' || errors === null || Array.isArray(errors)) return wordsIn(errors, depth);
  // A 207's `errors` is one error of its own.
  if ('status' in errors && typeof errors.status === 'number') return wordsIn(errors, depth);
  // PHP writes a list as an object of its places: a place is no field, and no id.
  const fields = Object.entries(errors).slice(0, 10);
  if (fields.every(([field]) => /^\d{1,9}$/.test(field))) return fields.flatMap(([, inner]) => wordsIn(inner, depth));
  return fields.flatMap(([field, message]: [string, unknown]) => {
    const name = /^[\w.:[\]-]{1,60}$/.test(field) ? field : 'a field';
    if (typeof message === 'string') return [isPersonalField(field) ? `${name} is refused` : `${name}: ${message}`];
    return wordsIn(message, depth + 1).map((inner) =>
      isPersonalField(field) ? `${name} is refused` : `${name}: ${inner}`,
    );
  });
}
