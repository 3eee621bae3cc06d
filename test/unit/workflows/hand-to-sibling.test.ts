import { beforeEach, expect, it, vi } from 'vitest';
import type { StoreHash } from '../../../src/contract/ids.ts';
import { GoodsInState } from '../../../src/domain/stock/goods-in-state.ts';
import { handToSibling, partsAreHandedOn } from '../../../src/workflows/stock/hand-to-sibling.ts';

const seen = vi.hoisted(() => ({
  details: [] as string[],
  told: [] as unknown[],
  waits: [] as unknown[],
  alerts: [] as unknown[],
  /** Whether parts hand on what is in them. */
  parts: (): void => undefined,
}));
const awaitGoods = vi.hoisted(() => vi.fn<(goods: object) => Promise<void>>());
const isPatched = vi.hoisted(() => vi.fn<() => boolean>());
vi.mock('@temporalio/workflow', async (original) => ({
  ...(await original<object>()),
  proxyActivities: () => ({ siblingOf: () => Promise.resolve('other0'), awaitGoods }),
  condition: (is: () => boolean, within: unknown) => {
    seen.waits.push(within);
    seen.parts();
    return Promise.resolve(is());
  },
  patched: isPatched,
  setCurrentDetails: (text: string) => void seen.details.push(text),
  log: { error: (_: string, of: object) => void seen.alerts.push(of), warn: () => undefined, info: () => undefined },
}));
vi.mock('../../../src/workflows/shared/tell-run.ts', () => ({
  tellRun: (run: string, _signal: unknown, said: unknown) => Promise.resolve(void seen.told.push([run, said])),
}));

const storeHash = 'abc123' as StoreHash; // a valid one

/** A store that awaits a SKU itself and another one in a part. */
function awaiting(): GoodsInState {
  const state = new GoodsInState({
    ...new GoodsInState().snapshot(),
    merchantId: 'm',
    parts: [{ shard: 3, message: 1, left: 1, received: 0, begun: true }],
  });
  state.await({ awaited: ['MUG'], received: false });
  return state;
}

beforeEach(() => {
  for (const each of [seen.details, seen.told, seen.waits, seen.alerts]) each.length = 0;
  seen.parts = () => undefined;
  awaitGoods.mockReset().mockResolvedValue(undefined);
  isPatched.mockReset().mockReturnValue(true);
});

it('what a store awaits goes to another store of the merchant, and the run says so meanwhile', async () => {
  const state = awaiting();
  seen.parts = () => {
    state.partTold({ shard: 3, left: 0, received: 0, message: 1 });
  };
  expect(await handToSibling(storeHash, state)).toBe(true);
  expect(seen.told).toEqual([['goods-in:abc123:3', { to: 'other0' }]]);
  expect(awaitGoods.mock.calls).toEqual([[{ storeHash: 'other0', awaited: ['MUG'], received: false }]]);
  expect([seen.alerts, state.count]).toEqual([[], 0]);
  expect(seen.details.at(-1)).toMatch(/handed on to store other0\. Until they are, no goods are looked for/);
});

it('a part that does not hand on within an hour raises an alert, and the other store finds again what is in it', async () => {
  expect(await handToSibling(storeHash, awaiting())).toBe(true);
  expect(seen.waits).toEqual(['1h']);
  expect(awaitGoods.mock.lastCall).toEqual([{ storeHash: 'other0', awaited: [], received: false, lost: true }]);
  expect(seen.alerts).toEqual([expect.objectContaining({ alert: 'awaited-lost', storeHash })]);
});

it('a run that began with earlier code asks nobody to find it again, and says all the same that it is not there', async () => {
  isPatched.mockReturnValue(false);
  expect(await handToSibling(storeHash, awaiting())).toBe(true);
  expect(awaitGoods).toHaveBeenCalledTimes(1);
  expect(await partsAreHandedOn(storeHash, awaiting())).toBe(false);
  expect(seen.alerts).toHaveLength(2);
});
