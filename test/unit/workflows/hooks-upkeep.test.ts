import { ActivityFailure, ApplicationFailure, RetryState } from '@temporalio/common';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { StoreHash } from '../../../src/contract/ids.ts';
import { hookPlans, type HooksChecked } from '../../../src/contract/integration/hooks.ts';
import { IntegrationState } from '../../../src/domain/integration/integration-state.ts';
import { HooksUpkeep } from '../../../src/workflows/integration/hooks-upkeep.ts';

const HOUR = 3_600_000;
const ensureHooks = vi.hoisted(() => vi.fn<() => Promise<HooksChecked>>());
/** False in a run that began with earlier code. */
const isPatched = vi.hoisted(() => vi.fn<() => boolean>());
const removeHooks = vi.hoisted(() => vi.fn<(request: object) => Promise<readonly string[]>>());
vi.mock('../../../src/workflows/integration/integration-activities.ts', () => ({ ensureHooks, removeHooks }));
vi.mock('@temporalio/workflow', async (original) => {
  const { CancelledFailure } = await original<{ CancelledFailure: new (why: string) => Error }>();
  class CancellationScope {
    #cancel: (why: Error) => void = () => undefined;
    run<T>(work: () => Promise<T>): Promise<T> {
      return Promise.race([work(), new Promise<never>((_, reject) => (this.#cancel = reject))]);
    }
    cancel(): void {
      this.#cancel(new CancelledFailure('cut short'));
    }
  }
  return {
    ...(await original<object>()),
    CancellationScope,
    condition: async (holds: () => boolean) => {
      while (!holds()) await Promise.resolve();
    },
    log: { error: () => undefined },
    patched: isPatched,
  };
});

const now = () => new Date(Date.now()).toISOString();
const hooks = hookPlans.map((plan, id) => ({ ...plan, id, active: true }));
const found: HooksChecked = {
  ...{ place: 'here', hooks, version: 1, problems: [] },
  ...{ created: 0, reactivated: 0, updated: 0 },
};
const away = () =>
  new ActivityFailure(
    ...(['failed', 'ensureHooks', '1', RetryState.TIMEOUT, 'worker'] as const),
    ApplicationFailure.create({ message: 'BigCommerce does not answer' }),
  );

let state: IntegrationState;
let upkeep: HooksUpkeep;
beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 1), toFake: ['Date'] });
  ensureHooks.mockReset().mockResolvedValue(found);
  removeHooks.mockReset().mockResolvedValue([]);
  isPatched.mockReset().mockReturnValue(true);
  state = new IntegrationState({ storeHash: 'abc123' as StoreHash, now }); // a valid one
  state.connect('17', 'sealed', { report: { ok: true, checks: [], at: '' }, store: undefined }, undefined);
  state.enable();
  state.hooksPlaced('here');
  upkeep = new HooksUpkeep(state);
});
afterEach(() => {
  vi.useRealTimers();
});

/** Hours until the next look. */
const untilNext = (): number => ((upkeep.dueAt ?? Infinity) - Date.now()) / HOUR;
/** The next look, whenever it is due. @returns hours that it was waited for */
async function look(): Promise<number> {
  const before = ensureHooks.mock.calls.length;
  const began = Date.now();
  // What is due meanwhile may be trust alone.
  while (ensureHooks.mock.calls.length === before) {
    vi.setSystemTime(Math.max(Date.now(), upkeep.dueAt ?? Infinity));
    expect(upkeep.dueAt).toBeLessThanOrEqual(Date.now());
    await upkeep.run();
  }
  return (Date.now() - began) / HOUR;
}

describe('webhooks are looked at', () => {
  it('at once where there are none yet, and then once a day', async () => {
    expect([await look(), await look(), await look()]).toEqual([0, 24, 24]);
  });

  it('not at all where the worker has no public address, or while the store rests', async () => {
    await look();
    state.pause('stocktaking');
    expect(upkeep.dueAt).toBeUndefined();
    state.hooksPlaced(undefined);
    state.resume();
    expect(upkeep.dueAt).toBeUndefined();
  });

  it('ever later after each look that failed, from five minutes to six hours, and a day after the one that went well', async () => {
    ensureHooks.mockRejectedValue(away());
    const waits: number[] = [];
    for (let n = 0; n < 10; n += 1) waits.push(Math.round(60 * (await look())));
    expect(waits).toEqual([0, 5, 10, 20, 40, 80, 160, 320, 360, 360]);
    ensureHooks.mockResolvedValue(found);
    expect([await look(), await look()]).toEqual([6, 24]);
    // Also one that fails on its day, which is the first of its row again.
    ensureHooks.mockRejectedValue(away());
    expect([await look(), await look()]).toEqual([24, 1 / 12]);
  });

  it('an hour after each look that failed, in a run that began with earlier code', async () => {
    isPatched.mockReturnValue(false);
    ensureHooks.mockRejectedValue(away());
    expect([await look(), await look(), await look()]).toEqual([0, 1, 1]);
  });

  it('after six hours where a side refuses one, and after an hour while BigCommerce delivers nothing', async () => {
    ensureHooks.mockResolvedValue({ ...found, problems: ['myOGO does not take the webhook OrderShipped: no'] });
    expect([await look(), await look()]).toEqual([0, 6]);
    ensureHooks.mockResolvedValue({ ...found, problems: ['no'], blocked: 'BigCommerce has stopped delivering' });
    expect([await look(), await look()]).toEqual([6, 1]);
  });

  it('an hour after the last look in an odd silence, and daily once it was real', async () => {
    await look();
    state.hooksSeen({ source: 'storeOrders', announced: 1, ids: [7], lags: [2] });
    const looks: number[] = [];
    for (const began = Date.now(); Date.now() < began + 24 * HOUR;) {
      await look();
      looks.push((Date.now() - began) / HOUR);
    }
    // Silence is odd from the sixth hour on, and real after the seventh; three times that, and so on.
    expect(looks).toEqual([6, 7, 18, 19, 43]);
  });

  it('within the hour where a poll found what no webhook had told of: one may have been switched off', async () => {
    state = new IntegrationState({
      storeHash: 'abc123' as StoreHash,
      now,
      carried: state.snapshot,
      heedsTrouble: true,
    });
    upkeep = new HooksUpkeep(state);
    await look();
    vi.setSystemTime(Date.now() + 5 * HOUR);
    const at = new Date(Date.now() - 300_000).toISOString();
    state.pollFound([{ source: 'storeOrders', id: 7, at }]);
    expect(await look()).toBe(0);
    const soon = new Date(Date.now() - 300_000).toISOString();
    state.pollFound([{ source: 'storeOrders', id: 8, at: soon }]);
    // Not again and again: an hour after the last one, and then by the silence that begins.
    expect([await look(), await look()]).toEqual([1, 5]);
  });

  it('at once where the credentials or the address are others', async () => {
    await look();
    state.hooksPlaced('there');
    expect(untilNext()).toBeLessThanOrEqual(0);
    ensureHooks.mockResolvedValue({ ...found, place: 'there' });
    expect([await look(), await look()]).toEqual([0, 24]);
  });

  it('a while later where those others could not be placed, not at once again and again', async () => {
    await look();
    state.hooksPlaced('there');
    ensureHooks.mockRejectedValue(away());
    expect([await look(), await look(), await look()]).toEqual([0, 1 / 12, 1 / 6]);
  });

  it('and what is no failure of a step is thrown on', async () => {
    ensureHooks.mockRejectedValue(new TypeError('a fault of ours'));
    await expect(upkeep.run()).rejects.toThrow('a fault of ours');
  });
});

describe('leaving', () => {
  it('cuts a look short before the hooks are taken away, and none is made meanwhile', async () => {
    await look();
    state.hooksPlaced('there');
    ensureHooks.mockReturnValue(new Promise(() => undefined));
    const looking = upkeep.run();
    const done: unknown[] = [];
    await upkeep.leave((left) => {
      done.push(left, upkeep.dueAt);
      return Promise.resolve();
    });
    await looking;
    expect(done).toEqual([[], undefined]);
    expect(removeHooks).toHaveBeenCalledWith(expect.objectContaining({ cutShort: true }));
    expect(state.snapshot.hooks).toBeUndefined();
  });

  it('ends all the same where they cannot be taken away, and says so', async () => {
    await look();
    removeHooks.mockRejectedValue(away());
    const left = await upkeep.leave((found) => Promise.resolve(found));
    expect(left).toEqual(['BigCommerce or myOGO did not answer: webhooks may be left there']);
  });

  it('that fails leaves a connected store: its webhooks are made again', async () => {
    await look();
    await expect(upkeep.leave(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect([await look(), await look()]).toEqual([0, 24]);
  });
});
