import { expect, test } from 'vitest';
import type { StoreHash } from '../../../../src/contract/ids.ts';
import type { LookBase, WatchSnapshot } from '../../../../src/contract/runs/changes-watch.ts';
import { WatchState } from '../../../../src/domain/changes/watch-state.ts';

const [a, b, c] = ['aaa', 'bbb', 'ccc'] as unknown as [StoreHash, StoreHash, StoreHash]; // such hashes are valid
const start = 1_700_000_000_000;
const base = { run: 'run' } as LookBase; // the state only keeps it
const hashesOf = (stores: readonly { storeHash: StoreHash }[]) => stores.map(({ storeHash }) => storeHash);

test('stores of one cadence are due together, the others at theirs, and each an interval after its look', () => {
  const state = new WatchState('0-of-1');
  state.join({ storeHash: a, everyMs: 300_000 }, start);
  state.join({ storeHash: b, everyMs: 300_000 }, start + 1_000);
  state.join({ storeHash: c, everyMs: 1_800_000 }, start);
  const first = state.dueAt ?? 0;
  expect(first - start).toBeLessThanOrEqual(301_000);
  expect(state.due(first - 1, false)).toEqual([]);
  const due = state.due(first, false);
  expect(hashesOf(due)).toEqual(expect.arrayContaining([a, b]));
  state.looked(due, first);
  expect(state.dueAt).toBe(first + 300_000);
  const inHalfAnHour = hashesOf(state.due(first + 1_800_000, false));
  expect(inHalfAnHour).toEqual([a, b, c]);
  expect(hashesOf(state.due(first, true))).toEqual([a, b, c]);
});

test('a store that is gone is looked at no more, unless it joined meanwhile', () => {
  const state = new WatchState('0-of-1');
  state.join({ storeHash: a, everyMs: 300_000 }, start);
  state.join({ storeHash: b, everyMs: 300_000 }, start);
  state.due(start + 600_000, false);
  state.join({ storeHash: b, everyMs: 600_000 }, start + 600_001);
  state.found([
    { storeHash: a, kind: 'gone' },
    { storeHash: b, kind: 'gone' },
  ]);
  expect(state.snapshot().stores).toEqual([{ storeHash: b, everyMs: 600_000, lookedAt: start }]);
});

test('what a look found is what the next one stands on, also after the run was renewed', () => {
  const state = new WatchState('0-of-1');
  state.join({ storeHash: a, everyMs: 300_000 }, start);
  state.join({ storeHash: b, everyMs: 300_000 }, start);
  const due = state.due(start + 600_000, false);
  state.found([
    { storeHash: a, kind: 'unchanged', base, everyMs: 300_000 },
    { storeHash: b, kind: 'ran', everyMs: 600_000 },
  ]);
  state.looked(due, start + 600_000);
  const renewed = new WatchState('0-of-1', JSON.parse(JSON.stringify(state.snapshot())) as WatchSnapshot);
  expect(renewed.snapshot().stores).toEqual([
    { storeHash: a, everyMs: 300_000, lookedAt: start + 600_000, base },
    { storeHash: b, everyMs: 600_000, lookedAt: start + 600_000 },
  ]);
  expect(renewed.lastLook(a, 'changes-watch:0-of-1')).toEqual({
    at: new Date(start + 600_000).toISOString(),
    watch: 'changes-watch:0-of-1',
  });
  expect(renewed.lastLook(c, 'x')).toBeUndefined();
  expect(state.details).toContain('1 unchanged, 1 ran');
});

test('a store that joins again keeps what is known of it', () => {
  const state = new WatchState('0-of-1', { stores: [{ storeHash: a, everyMs: 300_000, lookedAt: start, base }] });
  state.join({ storeHash: a, everyMs: 300_000 }, start + 5);
  expect(state.snapshot().stores).toEqual([{ storeHash: a, everyMs: 300_000, lookedAt: start, base }]);
});
