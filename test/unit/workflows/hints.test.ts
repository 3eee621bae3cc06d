import { ActivityFailure, ApplicationFailure, RetryState } from '@temporalio/common';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { StoreHash } from '../../../src/contract/ids.ts';
import type { HintsCarried, HooksSeen } from '../../../src/contract/integration/hooks.ts';
import { hints } from '../../../src/workflows/changes/hints.ts';

const readHintedOrders = vi.hoisted(() => vi.fn<(request: object) => Promise<unknown>>());
const triggerLatestChanges = vi.hoisted(() => vi.fn<() => Promise<void>>());
const storeOrdersLeg = vi.hoisted(() => vi.fn<() => Promise<unknown>>());
const told = vi.hoisted(() => [] as unknown[]);
const waited = vi.hoisted(() => [] as number[]);
/** What comes while the run waits for what it set off. */
const meanwhile = vi.hoisted(() => ({ hint: undefined as object | undefined, heard: (_: object): void => undefined }));
/** False in a run that began with earlier code. */
const isPatched = vi.hoisted(() => vi.fn<() => boolean>());
vi.mock('@temporalio/workflow', async (original) => ({
  ...(await original<object>()),
  proxyActivities: () => ({ readHintedOrders, triggerLatestChanges }),
  condition: async (_holds: () => boolean, ms?: number) => {
    await Promise.resolve();
    waited.push(ms ?? 0);
    const { hint } = meanwhile;
    if (waited.length === 2 && hint !== undefined) meanwhile.heard(hint);
    else vi.setSystemTime(Date.now() + (ms ?? 0));
  },
  patched: isPatched,
  setCurrentDetails: () => undefined,
  workflowInfo: () => ({ continueAsNewSuggested: false }),
}));
vi.mock('../../../src/workflows/changes/bounded-activities.ts', () => ({
  boundedActivities: () => ({ storeOrdersLeg }),
}));
vi.mock('../../../src/workflows/shared/tell-run.ts', () => ({
  tellRun: (_id: string, _signal: unknown, seen: unknown) => Promise.resolve(told.push(seen)),
}));
vi.mock('../../../src/workflows/shared/checked.ts', () => ({
  startedWith: (_schema: unknown, given: unknown) => given,
  onSignal: (_signal: unknown, _schema: unknown, heard: (hint: object) => void) => {
    meanwhile.heard = heard;
  },
}));

const storeHash = 'abc123' as StoreHash; // a valid one
const nobody = { passedOn: [], lags: [] };

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 1), toFake: ['Date'] });
  for (const each of [told, waited]) each.length = 0;
  meanwhile.hint = undefined;
  isPatched.mockReset().mockReturnValue(true);
  readHintedOrders.mockReset().mockResolvedValue({ storeOrders: nobody, myogoOrders: nobody });
  triggerLatestChanges.mockReset().mockResolvedValue(undefined);
  storeOrdersLeg.mockReset().mockResolvedValue({ kind: 'done', started: 0, signalled: 0 });
});

/** A run that goes on with these hints, which came five seconds ago. */
function run(...waiting: readonly Pick<HintsCarried['waiting'][number], 'source' | 'id'>[]) {
  const came = Date.now() - 5_000;
  const report = { hints: waiting.length, readings: 0, passedOn: 0, notes: [] };
  return hints(
    { storeHash },
    { report, waiting: waiting.map((one) => ({ ...one, isEcho: false, first: came, last: came })), putOff: [] },
  );
}
const unread = () => (told as HooksSeen[]).filter((seen) => seen.unread === true).map(({ source }) => source);

describe('what webhooks told of and nobody could read', () => {
  const away = new ActivityFailure(
    ...(['failed', 'readHintedOrders', '1', RetryState.TIMEOUT, 'worker'] as const),
    ApplicationFailure.create({ message: 'BigCommerce does not answer' }),
  );

  it('is told to the integration, source by source, and the report says why', async () => {
    readHintedOrders.mockRejectedValue(away);
    triggerLatestChanges.mockRejectedValue(away);
    const { notes } = await run(
      { source: 'storeOrders', id: 7 },
      { source: 'myogoOrders', id: 'abc123-7' },
      { source: 'myogoStock' },
    );
    expect(unread().sort()).toEqual(['myogoOrders', 'myogoStock', 'storeOrders']);
    expect(notes).toHaveLength(1);
    // With what it was: the poll that finds it knows that webhooks had told of it.
    const since = expect.any(String) as string;
    expect(told).toContainEqual({ source: 'storeOrders', ids: [7], announced: 0, lags: [], unread: true });
    expect(told).toContainEqual({ source: 'myogoOrders', ids: ['abc123-7'], announced: 0, lags: [], unread: true });
    expect(told).toContainEqual({ source: 'myogoStock', since, announced: 0, lags: [], unread: true });
  });

  it('is told of a list as well', async () => {
    storeOrdersLeg.mockRejectedValue(away);
    await run({ source: 'storeOrders' });
    expect(unread()).toEqual(['storeOrders']);
    expect(told).toContainEqual(expect.objectContaining({ unread: true, since: expect.any(String) as string }));
  });

  it('is nothing where all was read, nor in a run that began with earlier code', async () => {
    await run({ source: 'storeOrders', id: 7 });
    expect(told).toEqual([{ source: 'storeOrders', announced: 0, ids: [7], lags: [] }]);
    isPatched.mockReturnValue(false);
    readHintedOrders.mockRejectedValue(away);
    await run({ source: 'storeOrders', id: 7 });
    expect(unread()).toEqual([]);
  });
});

describe('what a reading passed on', () => {
  beforeEach(() => {
    readHintedOrders.mockResolvedValueOnce({ storeOrders: { passedOn: [7], lags: [2] }, myogoOrders: nobody });
  });

  it('sets off writes of ours, which the store tells of: that needs no run of its own', async () => {
    meanwhile.hint = { source: 'storeOrders', ids: [7] };
    const { readings } = await run({ source: 'storeOrders', id: 7 });
    expect([readings, readHintedOrders.mock.calls.length]).toEqual([2, 2]);
    expect(waited[1]).toBe(20_000);
  });

  it('is waited for no longer than that, and not at all where nothing was passed on', async () => {
    const before = Date.now();
    expect(await run({ source: 'storeOrders', id: 7 })).toMatchObject({ readings: 1, passedOn: 1 });
    expect(Date.now() - before).toBeLessThan(21_000);
    waited.length = 0;
    await run({ source: 'storeOrders', id: 8 });
    expect(waited).toHaveLength(1);
  });

  it('is not waited for in a run that began with earlier code', async () => {
    isPatched.mockReturnValue(false);
    await run({ source: 'storeOrders', id: 7 });
    expect(waited).toHaveLength(1);
  });
});
