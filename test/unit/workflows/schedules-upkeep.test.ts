import type * as Workflow from '@temporalio/workflow';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { StoreHash } from '../../../src/contract/ids.ts';
import { IntegrationState } from '../../../src/domain/integration/integration-state.ts';

interface Request {
  readonly takeBack?: boolean;
}

const ensureSchedules = vi.hoisted(() => vi.fn<(request: Request) => Promise<object>>());
/** False in a run that began with earlier code. */
const isPatched = vi.hoisted(() => vi.fn<() => boolean>());
vi.mock('../../../src/workflows/integration/integration-activities.ts', () => ({ ensureSchedules }));
vi.mock('@temporalio/workflow', async (original) => ({
  ...(await original<typeof Workflow>()),
  condition: async (holds: () => boolean) => {
    while (!holds()) await Promise.resolve();
  },
  log: { error: () => undefined },
  patched: isPatched,
}));
const { SchedulesUpkeep } = await import('../../../src/workflows/integration/schedules-upkeep.ts');

let state: IntegrationState;
let upkeep: InstanceType<typeof SchedulesUpkeep>;
/** Ends the making that is under way. */
let made: () => void;
const removed: string[] = [];

beforeEach(async () => {
  isPatched.mockReset().mockReturnValue(true);
  ensureSchedules.mockReset().mockResolvedValue({});
  state = new IntegrationState({ storeHash: 'abc123' as StoreHash, now: () => new Date(0).toISOString() }); // a valid one
  state.connect('17', 'sealed', { report: { ok: true, checks: [], at: '' }, store: undefined }, undefined);
  state.enable();
  upkeep = new SchedulesUpkeep(state);
  await upkeep.follow();
  removed.length = 0;
  ensureSchedules.mockReset().mockImplementation(async () => {
    await new Promise<void>((resolve) => (made = resolve));
    removed.push('made');
    return {};
  });
});

describe('a pause by hand is taken back', () => {
  /** Somebody enables while a changed cadence is brought to the schedules. @returns whether each making took it back */
  const enabledMeanwhile = async (): Promise<readonly (boolean | undefined)[]> => {
    state.patch({ every: '7h' }, 'Ada');
    const following = upkeep.follow();
    state.enable();
    made();
    await following;
    if (upkeep.differ) {
      const again = upkeep.follow();
      made();
      await again;
    }
    expect(upkeep.differ).toBe(false);
    return ensureSchedules.mock.calls.map(([{ takeBack }]) => takeBack);
  };

  it('by enabling also while the schedules are just being made something else', async () => {
    expect(await enabledMeanwhile()).toEqual([false, true]);
  });

  it('not so in a run that began with earlier code', async () => {
    isPatched.mockReturnValue(false);
    expect(await enabledMeanwhile()).toEqual([false]);
  });
});

describe('schedules that are left', () => {
  const remove = (): Promise<void> => {
    removed.push('removed');
    state.disconnect();
    return Promise.resolve();
  };

  it('are removed after they were made, and not made again', async () => {
    state.patch({ every: '7h' }, 'Ada');
    const following = upkeep.follow();
    const leaving = upkeep.leave(remove);
    made();
    await Promise.all([following, leaving]);
    expect(removed).toEqual(['made', 'removed']);
    expect([upkeep.differ, upkeep.dueAt]).toEqual([false, undefined]);
  });

  it('are not made while they are removed; where that fails they are looked after as before', async () => {
    state.patch({ every: '7h' }, 'Ada');
    const leaving = upkeep.leave(() => {
      expect([upkeep.differ, upkeep.dueAt]).toEqual([false, undefined]);
      return Promise.reject(new Error('away'));
    });
    await expect(leaving).rejects.toThrow('away');
    expect([upkeep.differ, upkeep.dueAt]).toEqual([true, 0]);
  });
});
