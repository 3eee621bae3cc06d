import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChangeSource } from '../../../../src/contract/changes.ts';
import type { Hint } from '../../../../src/contract/integration/hooks.ts';
import { A_DAY, BURST, HintGate, PRICE } from '../../../../src/domain/changes/hint-gate.ts';
import { HintWindow } from '../../../../src/domain/changes/hint-window.ts';
import { isLong } from '../../../support/sample.ts';

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

  test('a stocktaking of a day keeps no order waiting either', () => {
    const gate = new HintGate<number>(0);
    for (let now = 0; now < 24 * 3_600_000; now += 5_000) {
      give(gate, { source: 'myogoStock' }, now);
      // An order every twenty minutes.
      if (now % 1_200_000 === 0) expect(give(gate, order(now + 1), now)).toEqual(order(now + 1));
    }
  });

  test('a busy store’s orders are told of at once, and its levels and parcels are polled in between', () => {
    const gate = new HintGate<number>(0);
    const DAY = 24 * 3_600_000;
    const later = { orders: 0, parcels: 0, levels: 0 };
    let told = 0;
    // Weeks of twenty-five orders in ten hours of each day: made, taken, gone an hour later; either side says each of it twice.
    for (let day = 0; day < 14; day += 1) {
      for (let n = 0; n < 25; n += 1) {
        const at = day * DAY + n * 1_440_000;
        const id = day * 100 + n + 1;
        told += 1;
        if (give(gate, order(id), at)?.waitMs !== undefined) later.orders += 1;
        give(gate, order(id), at + 4_000);
        for (const [after, hint] of [
          [5_000, { source: 'myogoOrders', ids: [`abc123-${id}`] }],
          [6_000, { source: 'myogoStock' }],
          [300_000, { source: 'myogoOrders', ids: [`abc123-${id}`] }],
          [303_000, { source: 'myogoStock' }],
        ] as const) {
          if (give(gate, hint, at + after)?.waitMs !== undefined)
            later[hint.source === 'myogoStock' ? 'levels' : 'parcels'] += 1;
        }
      }
    }
    expect(told).toBe(350);
    expect(later.orders).toBe(0);
    expect(later.parcels).toBeGreaterThan(0);
    expect(later.levels).toBeGreaterThan(0);
  });

  test('what comes within a second of another is likely a flood, and uses the burst up sooner', () => {
    const gate = new HintGate<number>(0);
    let sent = 0;
    while (give(gate, order(sent + 1), 0)?.waitMs === undefined) sent += 1;
    expect(sent).toBe(100);
    expect(Math.floor(BURST / PRICE.storeOrders)).toBe(240);
  });

  test('a flood is put off to five minutes, and where it goes on, to an hour: the store is polled as ever by then', () => {
    const gate = new HintGate<number>(0);
    const waits: unknown[] = [];
    for (let now = 0; now < 8 * 3_600_000; now += 10_000) {
      const waitMs = give(gate, order(now), now)?.waitMs;
      if (waitMs !== undefined) waits.push(waitMs / 60_000);
    }
    expect(waits.slice(0, 4)).toEqual([5, 60, 60, 60]);
  });

  test('a flood of one source keeps nothing of another out for longer than a poll', () => {
    const gate = new HintGate<number>(0);
    for (let id = 1; give(gate, order(id), 0)?.waitMs === undefined;) id += 1;
    expect(give(gate, { source: 'myogoStock' }, 1)).toEqual({ source: 'myogoStock', waitMs: 300_000 });
  });
});

/** A run of latest changes where everything has changed: two for its start by the schedule, a question, and six steps. */
const ACTIONS_OF_RUN = 8;

/** A store's hints on their way, and every action that comes of them, with those of the runs that they set off. */
class Counted {
  readonly #gate = new HintGate<number>(0);
  readonly #window = new HintWindow();
  #timerAt: number | undefined;
  actions = 0;

  hint(hint: Hint, now: number): void {
    this.#readUntil(now);
    const sent = give(this.#gate, hint, now);
    if (sent === undefined) return;
    // A signal, which starts the run where there is none; a timer where it is due sooner.
    this.actions += this.#window.dueAt === undefined ? 2 : 1;
    this.#window.add(sent, now);
    this.#waitAnew();
  }

  #readUntil(now: number): void {
    for (let at = this.#timerAt; at !== undefined && at <= now; at = this.#timerAt) {
      // A reading: an activity for the orders by number and for each list, and a word about each source.
      const read = this.#window.take(at);
      const sources = Object.values(read);
      const byNumber = sources.filter((one) => Array.isArray(one)).length;
      this.actions += sources.length - byNumber + Math.min(1, byNumber) + sources.length;
      if (read.myogoStock !== undefined) this.actions += ACTIONS_OF_RUN;
      this.#timerAt = undefined;
      this.#waitAnew();
    }
  }

  #waitAnew(): void {
    const { dueAt } = this.#window;
    if (dueAt === undefined || (this.#timerAt ?? Infinity) <= dueAt) return;
    this.#timerAt = dueAt;
    this.actions += 1;
  }
}

// What docs/operations/webhooks.md states. A poll at each five minutes that always finds something has seven actions: 2,016.
describe('whatever is told of a store, of all sources together', () => {
  const DAY = 24 * 3_600_000;
  /** Beyond what has come in: what is put off and not read yet. */
  const OWED = Object.values(PRICE).reduce((sum, price) => sum + price);
  const all = ['storeOrders', 'myogoOrders', 'myogoStock', 'storeProducts'] as const;
  const hintOf = (source: ChangeSource, n: number): Hint =>
    source === 'storeOrders'
      ? { source, ids: [n] }
      : source === 'myogoOrders'
        ? { source, ids: [`abc123-${n}`] }
        : { source };

  test.each<[readonly ChangeSource[]]>([[['storeOrders']], [['myogoStock']], [['storeProducts']], [all]])(
    'a day’s flood of %j costs 2,000 actions at most, and less than polling',
    (sources) => {
      for (const every of [700, 2_500, 11_000]) {
        const counted = new Counted();
        for (let now = 0, n = 1; now < DAY; now += every, n += 1)
          counted.hint(hintOf(sources[n % sources.length] ?? 'storeOrders', n), now);
        expect(counted.actions).toBeLessThanOrEqual(2_000);
        expect(counted.actions).toBeLessThan(2_016);
      }
    },
  );

  test('any mixture in any rhythm costs the burst and a day’s share at most', () => {
    const spell = fc.record({
      sources: fc.subarray([...all], { minLength: 1 }),
      every: fc.constantFrom(150, 700, 1_100, 2_200, 9_000, 31_000, 130_000, 290_000),
      minutes: fc.integer({ min: 1, max: 200 }),
      quiet: fc.integer({ min: 0, max: 400 }),
      few: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(spell, { minLength: 1, maxLength: 8 }), (spells) => {
        const counted = new Counted();
        let now = 0;
        let n = 1;
        for (const { sources, every, minutes, quiet, few } of spells) {
          for (const end = now + minutes * 60_000; now < end; now += every, n += 1)
            counted.hint(hintOf(sources[n % sources.length] ?? 'storeOrders', few ? n % 7 || 7 : n), now);
          expect(counted.actions).toBeLessThanOrEqual(BURST + (A_DAY * now) / DAY + OWED);
          now += quiet * 60_000;
        }
      }),
      { numRuns: isLong ? 300 : 20 },
    );
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

  test('of what was passed on a moment ago wait for others, for long in a run that began with earlier code', () => {
    const window = new HintWindow(undefined, () => false);
    window.passedOn('storeOrders', [1], 0);
    window.add(order(1), 5_000);
    expect(window.dueAt).toBe(25_000);
    window.add(order(2), 6_000);
    expect(window.take(8_000)).toEqual({ storeOrders: [1, 2] });
    window.add(order(1), 61_000);
    expect(window.dueAt).toBe(63_000);
  });

  test('of what was passed on are news all the same at times: then they are not late', () => {
    const window = new HintWindow();
    expect(window.echoMs(0)).toBe(0);
    window.passedOn('storeOrders', [1], 0);
    expect([window.echoMs(0), window.echoMs(15_000), window.echoMs(20_000)]).toEqual([20_000, 5_000, 0]);
    window.add(order(1), 4_000);
    expect(window.dueAt).toBe(9_000);
    for (let now = 5_000; now <= 11_000; now += 1_000) window.add(order(1), now);
    expect(window.dueAt).toBe(12_000);
  });

  test('of orders far apart, or of many parcels, have the list read where that takes fewer requests', () => {
    const far = (count: number) => Array.from({ length: count }, (_, at) => 1_000 * (at + 1));
    const read = (ids: readonly number[], references: readonly string[], lingers = true) => {
      const window = new HintWindow(undefined, () => lingers);
      for (const id of ids) window.add(order(id), 0);
      for (const reference of references) window.add({ source: 'myogoOrders', ids: [reference] }, 0);
      return window.take(2_000);
    };
    const parcels = (count: number) => Array.from({ length: count }, (_, at) => `abc123-${at}`);
    expect(read(far(5), parcels(5))).toEqual({ storeOrders: far(5), myogoOrders: parcels(5) });
    expect(read(far(6), parcels(6))).toEqual({ storeOrders: { since: 0 }, myogoOrders: { since: 0 } });
    const near = Array.from({ length: 40 }, (_, at) => 7 + at * 6);
    expect(read(near, [])).toEqual({ storeOrders: near });
    expect(read(far(6), parcels(6), false)).toEqual({ storeOrders: far(6), myogoOrders: parcels(6) });
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
    expect(window.take(300_000)).toEqual({ storeOrders: { since: 0, flooded: true } });
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
