/**
 * What must not stand in a log line, whatever wrote it: the SDK's own logs and the errors of libraries go through the
 * same stream as ours. Over-scrubbing is harmless, since ids and reasons remain.
 */

/** Fields whose values are never shown: secrets, and what is about a person. Ours are camelCase, the APIs' snake_case. */
const HIDDEN_FIELD =
  /^(?:.*(?:token|secret|password|passphrase|authorization|api_?key|credentials?|sealed|cookie)|x-auth-.*|(?:first|last|full|company)_?name|company|recipient|street.*|address(?:_?(?:line)?_?\d)?|(?:billing|shipping)_?address(?:es)?|city|zip|post_?code|phone.*|e?_?mail.*|customer(?:_?(?:message|notes?))?|comments?)$/i;

/** Fields that only look like secrets: numbers that every token answer carries, and our own versions. */
const SHOWN_FIELD = /^(?:credentialsVersion|taskToken|idempotencyToken)$/;

const HIDDEN = '[hidden]';
const MAX_DEPTH = 6;

/** Secrets and e-mail addresses by their shapes, in any text. */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, `$1 ${HIDDEN}`],
  [/\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?/g, HIDDEN],
  // Sealed credentials: useless without the key, and still nobody's business.
  [/\bv1\.[\w-]{1,64}\.[\w-]{24,}/g, HIDDEN],
  ...namedSecrets(),
  [/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, HIDDEN],
  // A store's API token is 31 letters and digits; nothing that an operator looks for is that long without a dash.
  [/\b(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{28,}\b/gi, HIDDEN],
];

/** What stands behind a secret's name: in marks all that they enclose, whatever that is; without marks a word, behind a sign. */
function namedSecrets(): readonly (readonly [RegExp, string])[] {
  const named = '(?:secret|token|password|passphrase|api_?key|authorization)';
  const double = '["“”„‟«»＂「」『』〝〞″]';
  const single = "['’‘‚‛‹›＇`´′]";
  // As a page writes them, and JSON that is to stand in one.
  const written = String.raw`&(?:quot|apos|#0*3[49]|#x0*2[27]);|\\+u002[27]`;
  const ofName = String.raw`\\*(?:${double}|${single}|${written})?`;
  const sign = String.raw`\s*(?:[=:]>?|\bis\b)\s*`;
  const behind = `(${named}${ofName}(?:${sign}|\\s+))`;
  // A mark that is escaped once more than the one that opened belongs to the value, and so does one with a letter behind it.
  const marked = (mark: string) => String.raw`${behind}(\\*)(${mark})(?:(?!(?<!\\)\2${mark}(?![\p{L}\p{N}_]))[^])*`;
  return [
    [new RegExp(marked(double), 'giu'), `$1$2$3${HIDDEN}`],
    [new RegExp(marked(single), 'giu'), `$1$2$3${HIDDEN}`],
    [new RegExp(`${behind}(${written})(?:(?!\\2)[^])*`, 'giu'), `$1$2${HIDDEN}`],
    [
      new RegExp(String.raw`(${named}${ofName}\s*[=:]\s*)(?!\\*(?:${double}|${single}|${written}))[^\s&"',;}]+`, 'giu'),
      `$1${HIDDEN}`,
    ],
  ];
}

/** A text without secrets and e-mail addresses. */
export function scrubText(text: string, known: readonly string[] = []): string {
  let clean = text;
  for (const secret of known) if (secret.length > 3) clean = clean.replaceAll(secret, HIDDEN);
  for (const [shape, replacement] of SHAPES) clean = clean.replace(shape, replacement);
  return clean;
}

/** The fields of a log line, hidden by name and scrubbed by shape, at any depth; errors as type, message and stack. */
export function scrubFields(fields: object, known: readonly string[] = []): Record<string, unknown> {
  return scrubObject(fields, known, 0);
}

function scrubObject(value: object, known: readonly string[], depth: number): Record<string, unknown> {
  const clean: Record<string, unknown> = {};
  for (const [field, inner] of Object.entries(value) as [string, unknown][]) {
    const hidden = HIDDEN_FIELD.test(field) && !SHOWN_FIELD.test(field) && inner !== undefined && inner !== null;
    clean[field] = hidden ? HIDDEN : scrubValue(inner, known, depth + 1);
  }
  return clean;
}

function scrubValue(value: unknown, known: readonly string[], depth: number): unknown {
  if (typeof value === 'string') return scrubText(value, known);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MAX_DEPTH) return '[deeper]';
  if (value instanceof Error) return describeError(value, known, depth);
  if (value instanceof Date) return value.toISOString();
  if (ArrayBuffer.isView(value)) return '[bytes]';
  if (Array.isArray(value)) return value.slice(0, 100).map((item) => scrubValue(item, known, depth + 1));
  return scrubObject(value, known, depth);
}

function describeError(error: Error, known: readonly string[], depth: number): Record<string, unknown> {
  return {
    // What an error carries besides (status, details …) may be useful, or anything: it goes through the same sieve.
    ...scrubObject(error, known, depth),
    type: error.name,
    message: scrubText(error.message, known),
    ...(error.stack === undefined ? {} : { stack: scrubText(error.stack, known) }),
    ...(error.cause === undefined ? {} : { cause: scrubValue(error.cause, known, depth + 1) }),
  };
}
