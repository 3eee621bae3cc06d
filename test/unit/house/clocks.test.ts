import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('../../../src/activities/', import.meta.url);

/** A worker's clock may be minutes off. Here it measures how long something took, or names the time of a report. */
const ownClock: readonly string[] = [
  'runtime/connections.ts',
  'runtime/query-open-run.ts',
  'runtime/write-once.ts',
  'stock/compare-stock.ts',
  'stock/stock.ts',
  'orders/hand-over.ts',
  'orders/explain/both-sides.ts',
  'orders/explain/explain-order.ts',
  'changes/look-at-stores.ts',
  'integration/connection-test.ts',
  'integration/integration.ts',
  'products/tell-reading.ts',
  'products/catalogue-reading.ts',
];

test('no activity takes a worker’s own clock for that of Temporal or of a side', () => {
  const asking = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .filter((file) => /Date\.now\(|new Date\(\)/.test(readFileSync(new URL(file, root), 'utf8')));
  expect(asking.filter((file) => !ownClock.includes(file))).toEqual([]);
  expect(ownClock.filter((file) => !asking.includes(file))).toEqual([]);
});
