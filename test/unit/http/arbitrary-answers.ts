import fc from 'fast-check';
import { expect } from 'vitest';
import { FailureType } from '../../../src/contract/failures.ts';
import { HttpFailure } from '../../../src/http/failure.ts';
import type { Answer } from '../../../src/http/headers.ts';

/** How many times the full count is run: more in the long suite. */
export const times = process.env['TEST_LONG'] === undefined ? 1 : 20;

/** What must show in no failure, wherever in an answer it stood. */
const canaries = ['canary.person@example.test', '+358 40 765 4321', 'tkn7f3a9c1e5b8d2046a7c9e1f3b5d8'];

const words = fc.oneof(
  fc.string(),
  fc.constantFrom(...canaries),
  fc.constantFrom(...canaries).map((canary) => `Sorry, "${canary}" is odd: ${canary}`),
  fc.constantFrom('', '0', '1.5', 'NaN', '__proto__', 'Thu, 18 Jun 2026 14:34:50 +0000', '9'.repeat(400)),
);

const keys = fc.oneof(
  fc.constantFrom('data', 'meta', 'errors', 'title', 'message', 'status', 'id', 'batch_errors', 'pagination', 'error'),
  words,
);

/** Any JSON value, rich in what the two APIs write. */
const anyJson: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(words, fc.integer(), fc.double(), fc.boolean(), fc.constant(null)),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(keys, tie('value'), { maxKeys: 5 }),
  ),
})).value;

const statuses = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(200, 201, 204, 207) },
  fc.constantFrom(301, 400, 401, 403, 404, 409, 413, 422, 423, 429, 500, 502, 503, 509),
  fc.integer({ min: 200, max: 599 }),
);

/** What a header that is to be a number may be. */
const figures = fc.oneof(
  words,
  fc.constantFrom('-1', '1.5', ' 7 ', '0x10', '1e3', 'Infinity', '1000000000000', '9007199254740993', '12, 34', '+5'),
  fc.integer().map(String),
  fc.double().map(String),
  fc.nat(5_000).map(String),
);
/** One that is repeated comes as a list. */
const header = (value: fc.Arbitrary<string>): fc.Arbitrary<string | string[] | undefined> =>
  fc.oneof({ weight: 4, arbitrary: value }, fc.array(value, { maxLength: 2 }), fc.constant(undefined));

/** Every header that the clients read. */
export const anyHeaders = fc.record({
  'x-rate-limit-requests-left': header(figures),
  'x-rate-limit-requests-quota': header(figures),
  'x-rate-limit-time-reset-ms': header(figures),
  'x-retry-after': header(figures),
  'retry-after': header(figures),
  date: header(words),
  'content-type': header(fc.oneof(words, fc.constantFrom('application/json; charset=utf-8', 'text/html'))),
  'www-authenticate': header(words),
});

const headers = fc.record({
  'content-type': fc.constantFrom('application/json', 'application/json', 'text/html', 'text/plain', undefined),
  'x-rate-limit-time-reset-ms': fc.option(words, { nil: undefined }),
  'retry-after': fc.option(words, { nil: undefined }),
  date: fc.option(words, { nil: undefined }),
});

/** A document with one place changed for anything else, or taken out. */
function broken(document: unknown): fc.Arbitrary<unknown> {
  return fc.tuple(fc.nat(), fc.option(anyJson, { nil: undefined, freq: 4 })).map(([pick, value]) => {
    const copy: unknown = structuredClone(document);
    const places = placesOf(copy);
    const place = places[pick % Math.max(1, places.length)];
    if (place === undefined) return value;
    if (value === undefined) Reflect.deleteProperty(place.holder, place.key);
    else Reflect.set(place.holder, place.key, value);
    return copy;
  });
}

function placesOf(value: unknown): { holder: object; key: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [{ holder: value, key }, ...placesOf(inner)]);
}

/** A row that is nearly right, or anything else that a list may hold. */
export function anyRow(row: unknown): fc.Arbitrary<unknown> {
  return fc.oneof(anyJson, { weight: 3, arbitrary: broken(row) }).map((odd) => odd ?? null);
}

/** The JSON of a document; "" where it was taken out altogether. */
function written(value: unknown): string {
  return value === undefined ? '' : JSON.stringify(value);
}

/** Any answer, also one around a document that is nearly right. */
export function anyAnswer(document: unknown): fc.Arbitrary<Answer> {
  const text = fc.oneof(
    anyJson.map(written),
    { weight: 3, arbitrary: broken(document).map(written) },
    fc.tuple(broken(document), fc.nat()).map(([value, cut]) => {
      const whole = written(value);
      return whole.slice(0, cut % (whole.length + 1));
    }),
    fc.string({ unit: 'binary' }),
    words,
  );
  return fc.record({ status: statuses, headers, text });
}

/** Runs an operation: a value is fine, and so is a failure that is typed and discreet; nothing else is. */
export async function expectTyped(operation: () => Promise<unknown>, secrets: readonly string[]): Promise<void> {
  try {
    await operation();
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    expect(Object.values(FailureType)).toContain(error.type);
    const shown = `${error.message} ${JSON.stringify(error.detail)}`;
    for (const secret of [...secrets, ...canaries]) expect(shown).not.toContain(secret);
    expect(error.message.length).toBeLessThan(500);
  }
}
