import { ActivityFailure, ApplicationFailure } from '@temporalio/common';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ReportOwed } from '../../../src/contract/stock.ts';
import type { OrderFacts } from '../../../src/domain/orders/facts/facts.ts';
import type { Knowledge } from '../../../src/workflows/order/knowledge.ts';
import { OwedReports } from '../../../src/workflows/order/owed-reports.ts';
import { Story } from '../domain/orders/story.ts';

vi.mock('@temporalio/workflow', async (actual) => ({
  ...(await actual<object>()),
  log: { warn: () => undefined },
}));

/** The least that a run's knowledge does. */
class Known {
  facts: OrderFacts;
  constructor(facts: OrderFacts) {
    this.facts = facts;
  }
  learnNow(learning: (facts: OrderFacts) => OrderFacts): void {
    this.facts = learning(this.facts);
  }
  wake(): void {
    woken += 1;
  }
}

let woken = 0;
beforeEach(() => {
  woken = 0;
});

/** Handed over, moved on to 9, and cancelled in the warehouse: the status says that nothing is owed, and 3 A are. */
function held(): OrderFacts {
  return new Story().plain().sent().warehouse('w1', { status: 'CANCELLED' }).facts;
}

function reports(facts: OrderFacts, tell: (report: ReportOwed) => Promise<void>) {
  const known = new Known(facts);
  return { known, owed: new OwedReports(known as unknown as Knowledge, tell) }; // all that it asks of it
}

const failed = () =>
  new ActivityFailure('failed', 'reportOwed', '1', 'TIMEOUT', 'worker', ApplicationFailure.create({ message: 'away' }));
const soon = () => new Promise((resolve) => setImmediate(resolve));

describe('what stock is told of an order', () => {
  it('is told once, and counts as told only when it was taken', async () => {
    const told: ReportOwed[] = [];
    let take = () => {};
    const { owed, known } = reports(held(), (report) => {
      told.push(report);
      return new Promise((resolve) => (take = resolve));
    });
    expect(owed.isTold).toBe(false);
    owed.start();
    owed.start();
    expect(told).toMatchObject([{ owed: { A: 3 } }]);
    expect(owed.isTold).toBe(false);
    take();
    await soon();
    expect(owed.isTold).toBe(true);
    owed.start();
    expect(told).toHaveLength(1);
    expect(woken).toBe(1);
    expect(known.facts.owed?.pieces).toEqual({ A: 3 });
  });

  it('is told again until it is taken, also as the last thing of a run', async () => {
    let tries = 0;
    const { owed } = reports(held(), () => ((tries += 1) < 3 ? Promise.reject(failed()) : Promise.resolve()));
    for (const done of [false, false, true]) {
      owed.start();
      await soon();
      expect(owed.isTold).toBe(done);
    }
    expect(woken).toBe(3);
  });

  it('is told anew where it changed while it was being told', async () => {
    const told: ReportOwed[] = [];
    let take = () => {};
    const { owed, known } = reports(held(), (report) => {
      told.push(report);
      return new Promise((resolve) => (take = resolve));
    });
    owed.start();
    known.learnNow((facts) => ({ ...facts, warehouse: facts.warehouse.map((one) => ({ ...one, status: 'NEW' })) }));
    take();
    await soon();
    expect(owed.isTold).toBe(false);
    owed.start();
    expect(told.map((report) => report.owed)).toEqual([{ A: 3 }, {}]);
    expect(told[1]?.revision).toBeGreaterThan(told[0]?.revision ?? Infinity);
  });

  it.each<[string, Partial<OrderFacts>]>([
    ['nobody knows what an earlier run told', { owedUnsure: true }],
    ['an earlier run told the same', { owedUnsure: true, owed: { revision: 4, pieces: { A: 3 } } }],
  ])('is told where %s, and is newer than all before', async (_, more) => {
    const told: ReportOwed[] = [];
    const before = Date.now();
    const { owed, known } = reports({ ...held(), ...more }, (report) => {
      told.push(report);
      return Promise.resolve();
    });
    owed.start();
    await soon();
    expect(told).toMatchObject([{ owed: { A: 3 } }]);
    expect(told[0]?.revision).toBeGreaterThanOrEqual(before);
    expect(known.facts.owedUnsure).toBeUndefined();
    expect(owed.isTold).toBe(true);
  });

  it('is nothing of an order whose status tells the truth', () => {
    const story = new Story().plain().sent();
    const { owed } = reports(story.facts, () => Promise.reject(new Error('told')));
    owed.start();
    expect(owed.isTold).toBe(true);
  });

  it('does not swallow a defect', async () => {
    const { owed } = reports(held(), () => Promise.reject(new TypeError('a defect')));
    owed.start();
    await soon();
    expect(owed.broken?.message).toBe('a defect');
  });
});
