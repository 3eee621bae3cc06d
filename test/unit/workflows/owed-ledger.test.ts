import { beforeEach, describe, expect, it, vi } from 'vitest';
import { workflowId, type StoreHash } from '../../../src/contract/ids.ts';
import { owedLedger } from '../../../src/workflows/stock/owed-ledger.ts';

const storeHash = 'abc123' as StoreHash; // it has the form of one
const entity = workflowId.integration(storeHash);

/** What the run hears by, and what it has told others. */
const of = vi.hoisted(() => ({
  handlers: new Map<string, (said: unknown) => void>(),
  told: new Array<unknown>(),
  patched: true,
  whileTelling: (): void => undefined,
}));
vi.mock('@temporalio/workflow', async (actual) => ({
  ...(await actual<object>()),
  log: { warn: () => undefined, info: () => undefined },
  patched: () => of.patched,
  workflowInfo: () => ({ continueAsNewSuggested: false }),
  setHandler: ({ name }: { name: string }, handler: (said: unknown) => void) => void of.handlers.set(name, handler),
  setCurrentDetails: () => undefined,
  condition: () => Promise.resolve(true),
  sleep: () => Promise.resolve(),
  proxyActivities: () => ({ stockLeg: () => Promise.resolve(), rebuildOwed: () => Promise.resolve(0) }),
  getExternalWorkflowHandle: (id: string) => ({
    signal: ({ name }: { name: string }, said: unknown) => {
      of.told.push([id, name, said]);
      of.whileTelling();
      return Promise.resolve();
    },
  }),
}));

beforeEach(() => {
  of.handlers.clear();
  [of.told, of.patched, of.whileTelling] = [[], true, () => undefined];
  vi.useRealTimers();
});

describe('a part of the ledger of what is owed', () => {
  it('takes itself off the integration’s list before it ends: one that is listed and not there was deleted', async () => {
    expect(await owedLedger({ storeHash, shard: 1 })).toEqual({ rows: 0 });
    expect(of.told).toEqual([[entity, 'owedKept', { shard: 1, kept: false }]]);
  });

  it('is listed again where an order reports in that moment', async () => {
    vi.useFakeTimers();
    const report = (owed: object, revision: number) => of.handlers.get('report')?.([{ orderId: 5, revision, owed }]);
    of.whileTelling = () => {
      if (of.told.length === 1) report({ MUG: 3 }, 2);
      // It owes nothing any more, and is forgotten an hour later.
      if (of.told.length === 2) {
        report({}, 3);
        vi.advanceTimersByTime(4_000_000);
      }
    };
    expect(await owedLedger({ storeHash, shard: 1 })).toEqual({ rows: 0 });
    expect(of.told).toEqual([false, true, false].map((kept) => [entity, 'owedKept', { shard: 1, kept }]));
  });

  it('that began before there was such a list ends as it did then', async () => {
    of.patched = false;
    expect(await owedLedger({ storeHash, shard: 1 })).toEqual({ rows: 0 });
    expect(of.told).toEqual([]);
  });
});
