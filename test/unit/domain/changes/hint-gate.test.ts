import { describe, expect, test } from 'vitest';
import type { ChangeSource } from '../../../../src/contract/changes.ts';
import type { Hint } from '../../../../src/contract/integration/hooks.ts';
import { BURST, HintGate } from '../../../../src/domain/changes/hint-gate.ts';
import { HintWindow } from '../../../../src/domain/changes/hint-window.ts';

const order = (id: number): Hint => ({ source: 'storeOrders', ids: [id] });

/** Gives a gate a hint at a time. @returns what was sent of it */
function give(gate: HintGate<number>, hint: Hint, now: number): Hint | undefined {
  const passage = gate.pass(hint, now);
  if ('covered' in passage) return undefined;
  passage.kept(now);
  return passage.send;
}

describe('a store’s gate', () => {
  test('lets the first ones through, and what is doubled within a second costs nothing', () => {
    const gate = new HintGate<number>(0);
    expect(give(gate, order(1), 0)).toEqual(order(1));
    expect(give(gate, order(1), 455)).toBeUndefined();
    expect(give(gate, order(2), 500)).toEqual(order(2));
    expect(give(gate, order(1), 1_001)).toEqual(order(1));
  });

  test('a hint that was lost answers for no other', () => {
    const gate = new HintGate<number>(0);
    give(gate, order(1), 0);
    gate.lost(0);
    expect(give(gate, order(1), 10)).toEqual(order(1));
  });

  test('a flood costs at most its burst, one hint each three minutes, and one each five minutes for its source', () => {
    const gate = new HintGate<number>(0);
    let sent = 0;
    let putOff = 0;
    const hours = 24;
    for (let now = 0; now < hours * 3_600_000; now += 700) {
      const hint = give(gate, order(now), now);
      if (hint !== undefined) sent += 1;
      if (hint?.waitMs !== undefined) putOff += 1;
    }
    expect(sent - putOff).toBeLessThanOrEqual(BURST + hours * 20);
    expect(putOff).toBeLessThanOrEqual(hours * 13);
  });

  test('whoever edits the catalogue for a day keeps no order waiting', () => {
    const gate = new HintGate<number>(0);
    let products = 0;
    for (let now = 0; now < 24 * 3_600_000; now += 5_000) {
      if (give(gate, { source: 'storeProducts' }, now) !== undefined) products += 1;
      // An order every ten minutes.
      if (now % 600_000 === 0) expect(give(gate, order(now + 1), now)).toEqual(order(now + 1));
    }
    expect(products).toBeLessThan(50 + 24 * 20);
  });

  // What docs/operations/webhooks.md states; a poll at each five minutes that always finds something has eight actions: 2,304.
  test.each<[readonly ChangeSource[], number]>([
    [['storeOrders'], 2_200],
    [['storeProducts'], 1_300],
    [['storeOrders', 'myogoOrders', 'myogoStock', 'storeProducts'], 3_400],
  ])('a day’s flood of %j costs at most %i actions, its burst included', (sources, most) => {
    const gate = new HintGate<number>(0);
    const window = new HintWindow();
    let actions = 0;
    let dueAt: number | undefined;
    for (let now = 0, n = 0; now < 24 * 3_600_000; now += 700, n += 1) {
      if (dueAt !== undefined && now >= dueAt) {
        // A reading: an activity for the orders by number and for each list, and a word about each source.
        const read = Object.values(window.take(now));
        const byNumber = read.filter((one) => Array.isArray(one)).length;
        actions += read.length - byNumber + Math.min(1, byNumber) + read.length;
        dueAt = window.dueAt;
        if (dueAt !== undefined) actions += 1;
      }
      const source = sources[n % sources.length] ?? 'storeOrders';
      const ids = source === 'storeOrders' ? [n] : source === 'myogoOrders' ? [`abc123-${n}`] : undefined;
      const hint = give(gate, { source, ...(ids && { ids }) }, now);
      if (hint === undefined) continue;
      const isOpen = window.dueAt !== undefined;
      window.add(hint, now);
      // A signal, which starts the run where there is none; a timer where it is due sooner.
      actions += 1 + (isOpen ? 0 : 1) + ((window.dueAt ?? Infinity) < (dueAt ?? Infinity) ? 1 : 0);
      dueAt = window.dueAt;
    }
    expect(actions).toBeLessThanOrEqual(most);
    expect(actions).toBeGreaterThan(0.8 * most);
  });

  test('a flood of one source keeps nothing of another out for longer than a poll', () => {
    const gate = new HintGate<number>(0);
    for (let id = 1; id <= BURST + 1; id += 1) give(gate, order(id), 0);
    expect(give(gate, { source: 'myogoStock' }, 1)).toEqual({ source: 'myogoStock', waitMs: 300_000 });
  });
});

describe('hints that come', () => {
  test('within two seconds are read together', () => {
    const window = new HintWindow();
    window.add(order(1), 0);
    window.add(order(2), 800);
    expect(window.dueAt).toBe(2_000);
    expect(window.take(2_000)).toEqual({ storeOrders: [1, 2] });
    expect(window.dueAt).toBeUndefined();
  });

  test('again and again are read after ten seconds at most', () => {
    const window = new HintWindow();
    for (let now = 0; now <= 9_500; now += 500) window.add(order(1), now);
    expect(window.dueAt).toBe(10_000);
    expect(window.take(10_000)).toEqual({ storeOrders: [1] });
    // The last of them came half a second ago: what it tells of may not be in that reading.
    expect(window.dueAt).toBe(11_500);
  });

  test('at the last moment are read by the next reading, as the gate takes for granted', () => {
    const window = new HintWindow();
    window.add(order(1), 0);
    window.add(order(2), 1_500);
    expect(window.take(2_000)).toEqual({ storeOrders: [1] });
    expect(window.take(3_500)).toEqual({ storeOrders: [2] });
  });

  test('of what was passed on a moment ago wait for others: they are mostly our own doing', () => {
    const window = new HintWindow();
    window.passedOn('storeOrders', [1], 0);
    window.add(order(1), 5_000);
    expect(window.dueAt).toBe(25_000);
    window.add(order(2), 6_000);
    expect(window.take(8_000)).toEqual({ storeOrders: [1, 2] });
    window.add(order(1), 61_000);
    expect(window.dueAt).toBe(63_000);
  });

  test('without ids, or too many of them, have the list read', () => {
    const window = new HintWindow();
    window.add({ source: 'myogoOrders', ids: ['abc123-1'] }, 0);
    window.add({ source: 'myogoOrders' }, 100);
    for (let id = 1; id <= 60; id += 1) window.add(order(id), 0);
    expect(window.take(2_100)).toEqual({ storeOrders: { since: 0 }, myogoOrders: { since: 0 } });
  });

  test('of a flood are read at its end, as a list from its beginning', () => {
    const window = new HintWindow();
    window.add({ source: 'storeOrders', waitMs: 300_000 }, 0);
    window.add(order(5), 10_000);
    expect(window.take(12_000)).toEqual({ storeOrders: [5] });
    expect(window.dueAt).toBe(300_000);
    expect(window.take(300_000)).toEqual({ storeOrders: { since: 0 } });
  });

  test('of products wait a minute, also where orders are read before', () => {
    const window = new HintWindow();
    window.add({ source: 'storeProducts' }, 0);
    window.add(order(1), 0);
    expect(window.take(2_000)).toEqual({ storeOrders: [1] });
    expect(window.dueAt).toBe(60_000);
    expect(window.take(60_000)).toEqual({ storeProducts: { since: 0 } });
  });
});

describe('a run of hints that goes on in another', () => {
  const now = 1_000_000;
  test('it reads what waited, when it would have been read, and no more by number than before', () => {
    const window = new HintWindow();
    window.add({ source: 'storeOrders', ids: [7] }, now);
    window.add({ source: 'storeProducts', waitMs: 5_000 }, now);
    const next = new HintWindow(window.kept);
    expect(next.dueAt).toBe(window.dueAt);
    expect(next.take(now + 5_000)).toEqual(window.take(now + 5_000));
    const flooded = new HintWindow();
    for (let id = 1; id <= 2_000; id += 1) flooded.add({ source: 'storeOrders', ids: [id] }, now + id);
    expect(flooded.kept.waiting).toHaveLength(1);
    expect(new HintWindow(flooded.kept).take(now + 20_000)).toEqual({ storeOrders: { since: now + 1 } });
    expect(flooded.take(now + 20_000)).toEqual({ storeOrders: { since: now + 1 } });
  });
});
