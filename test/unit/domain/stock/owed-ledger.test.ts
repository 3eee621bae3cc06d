import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { differsFromEstimate } from '../../../../src/domain/stock/estimated-unreserved.ts';
import { OwedLedger } from '../../../../src/domain/stock/owed-ledger.ts';

const report = (orderId: number, revision: number, owed: Record<string, number>) => ({ orderId, revision, owed });

describe('the ledger of orders that owe', () => {
  test('keeps the newest report of each order; an older or repeated one changes nothing', () => {
    const ledger = new OwedLedger();
    ledger.take(report(7, 2, { A: 3 }), 0);
    ledger.take(report(7, 1, { A: 9 }), 0);
    ledger.take(report(7, 2, { A: 9 }), 0);
    ledger.take(report(8, 1, { B: 0 }), 0);
    expect(ledger.page()).toEqual({ rows: [report(7, 2, { A: 3 }), report(8, 1, { B: 0 })], complete: true });
  });

  test('drops a row when nothing differs any more, and a late older report does not bring it back', () => {
    const ledger = new OwedLedger();
    ledger.take(report(7, 2, { A: 3 }), 0);
    ledger.take(report(7, 3, {}), 1_000);
    ledger.take(report(7, 2, { A: 3 }), 2_000);
    expect(ledger.page().rows).toEqual([]);
  });

  test('is over when its last revision is forgotten and every level was computed', () => {
    const ledger = new OwedLedger();
    ledger.take(report(7, 1, { A: 3 }), 0);
    ledger.take(report(7, 2, {}), 0);
    ledger.takeTouched(10);
    expect(ledger.isOver(1_000)).toBe(false);
    expect(ledger.isOver(3_600_000)).toBe(true);
  });

  test('names the SKUs whose pieces changed, once, and again where they could not be settled', () => {
    const ledger = new OwedLedger();
    ledger.take(report(7, 1, { A: 3, B: 1 }), 0);
    expect(ledger.takeTouched(10)).toEqual(['A', 'B']);
    ledger.take(report(7, 2, { A: 3, C: 1 }), 0);
    const skus = ledger.takeTouched(10);
    expect([...skus].sort()).toEqual(['B', 'C']);
    expect(ledger.hasTouched).toBe(false);
    ledger.putBack(skus);
    expect(ledger.hasTouched).toBe(true);
  });

  test('answers in stretches that a payload holds, whatever their number', () => {
    const ledger = new OwedLedger();
    for (let id = 2_500; id > 0; id -= 1) ledger.take(report(id, 1, { A: 1 }), 0);
    const seen: number[] = [];
    for (let after: number | undefined = -1; after !== undefined;) {
      const page = ledger.page(after);
      expect(page.rows.length).toBeLessThanOrEqual(1_000);
      seen.push(...page.rows.map(({ orderId }) => orderId));
      after = page.next;
    }
    expect(seen).toEqual(Array.from({ length: 2_500 }, (_, place) => place + 1));
  });

  test('comes back from a snapshot as it was, in whatever order reports came', () => {
    const one = fc.record({
      orderId: fc.integer({ min: 1, max: 5 }),
      revision: fc.integer({ min: 1, max: 9 }),
      owed: fc.dictionary(fc.constantFrom('A', 'B'), fc.nat(9)),
    });
    fc.assert(
      fc.property(fc.array(one), (reports) => {
        const ledger = new OwedLedger();
        for (const each of reports) ledger.take(each, 0);
        const again = new OwedLedger(ledger.snapshot(0));
        expect(again.page()).toEqual(ledger.page());
        // The newest revision wins, whenever it came.
        for (const { orderId } of reports) {
          const newest = Math.max(...reports.filter((each) => each.orderId === orderId).map((each) => each.revision));
          const row = ledger.page().rows.find((each) => each.orderId === orderId);
          if (row !== undefined) expect(row.revision).toBe(newest);
        }
      }),
    );
  });
});

test.each([
  { name: 'nothing where the status tells the truth', is: { A: 2 }, said: { A: 2 }, owed: {} },
  { name: 'what is owed although the status says nothing', is: { A: 2 }, said: {}, owed: { A: 2 } },
  {
    name: 'zero for what is reserved although the status counts it',
    is: { B: 1 },
    said: { A: 2, B: 1 },
    owed: { A: 0 },
  },
])('an order reports $name', ({ is, said, owed }) => {
  expect(differsFromEstimate(new Map(Object.entries(is)), new Map(Object.entries(said)))).toEqual(owed);
});
