import { describe, expect, test } from 'vitest';
import type { StoreHash } from '../../../../../src/contract/ids.ts';
import {
  inBoughtSkus,
  mayBeRenamed,
  sentLine,
  withCodes,
  type LineCode,
} from '../../../../../src/domain/orders/facts/codes.ts';
import { newFacts, type SentLine } from '../../../../../src/domain/orders/facts/facts.ts';

type Line = { readonly id: number; readonly sku: string };

function factsOf(lines: readonly Line[], codes: readonly LineCode[] = []) {
  const order = { places: [{ place: 1, lines }], placed: '2026-01-01T00:00:00Z' };
  return { ...newFacts('abc123' as StoreHash, 1, false), order, codes }; // a valid hash
}
const sending = (...lines: SentLine[]) => [{ lines }];
const pieces = (record: Record<string, number>) =>
  Object.entries(record).map(([code, quantity]) => ({ code, quantity }));

describe('pieces of the warehouse, by the SKUs that they were bought with', () => {
  test.each<
    [string, ReturnType<typeof factsOf>, ReturnType<typeof sending>, Record<string, number>, Record<string, number>]
  >([
    [
      'as they are',
      factsOf([{ id: 1, sku: 'A' }]),
      sending({ line: 1, code: 'A', quantity: 3 }),
      { A: 3, G: 1 },
      { A: 3, G: 1 },
    ],
    [
      'as they were sent',
      factsOf([{ id: 1, sku: 'A' }]),
      sending({ line: 1, code: 'N', sku: 'A', quantity: 3 }),
      { N: 2 },
      { A: 2 },
    ],
    [
      'sent before the code was another',
      factsOf([{ id: 1, sku: 'A' }], [{ line: 1, code: 'N' }]),
      sending({ line: 1, code: 'A', quantity: 3 }),
      { A: 3 },
      { A: 3 },
    ],
    [
      'shown by the new code',
      factsOf([{ id: 1, sku: 'A' }], [{ line: 1, code: 'N' }]),
      sending({ line: 1, code: 'A', quantity: 3 }),
      { N: 3 },
      { A: 3 },
    ],
    [
      'of two lines under one code',
      factsOf(
        [
          { id: 1, sku: 'A' },
          { id: 2, sku: 'N' },
        ],
        [{ line: 1, code: 'N' }],
      ),
      sending({ line: 1, code: 'N', sku: 'A', quantity: 3 }, { line: 2, code: 'N', quantity: 2 }),
      { N: 6 },
      { A: 4, N: 2 },
    ],
    [
      'of two lines that were swapped',
      factsOf(
        [
          { id: 1, sku: 'A' },
          { id: 2, sku: 'B' },
        ],
        [
          { line: 1, code: 'B' },
          { line: 2, code: 'A' },
        ],
      ),
      sending({ line: 1, code: 'B', sku: 'A', quantity: 3 }, { line: 2, code: 'A', sku: 'B', quantity: 2 }),
      { B: 3, A: 2 },
      { A: 3, B: 2 },
    ],
  ])('%s', (_, facts, sendings, shown, bought) => {
    expect(Object.fromEntries(inBoughtSkus(facts, 1, sendings)(pieces(shown)))).toEqual(bought);
  });
});

test('a line whose code is the SKU again goes under it', () => {
  const facts = withCodes(factsOf([{ id: 1, sku: 'A' }], [{ line: 1, code: 'N' }]), [{ line: 1, code: 'A' }]);
  expect(sentLine(facts, { id: 1, sku: 'A' }, 2)).toEqual({ line: 1, code: 'A', quantity: 2 });
});

test('only an order that goes out as it comes in is taken to have its SKUs still', () => {
  const facts = factsOf([{ id: 1, sku: 'A' }]);
  const soon = Date.parse('2026-01-01T00:30:00Z');
  expect(mayBeRenamed(facts, soon)).toBe(false);
  expect(mayBeRenamed(facts, soon + 3_600_000)).toBe(true);
  const status = (n: number) => ({ status: n, version: '2026-01-01T00:00:00Z' });
  expect(mayBeRenamed({ ...facts, statuses: [status(7), status(11)] }, soon)).toBe(true);
  expect(mayBeRenamed({ ...facts, firstSeen: [{ fingerprint: 'x', at: '' }] }, soon)).toBe(true);
});
