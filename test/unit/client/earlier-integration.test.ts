import { WorkflowClient } from '@temporalio/client';
import { describe, expect, it, vi } from 'vitest';
import type { Calls } from '../../../src/client/calls/calls.ts';
import { NotFound } from '../../../src/client/errors.ts';
import { earlierIntegration } from '../../../src/client/integration/earlier-integration.ts';
import type { StoreHash } from '../../../src/contract/ids.ts';
import type { EarlierIntegration } from '../../../src/contract/integration.ts';
import { Memo } from '../../../src/contract/registered-names.ts';
import { defaultSettings } from '../../../src/contract/settings.ts';

const storeHash = 'abc123' as StoreHash; // it has the form of one
const at = new Date(0).toISOString();
const kept = (settings: number): EarlierIntegration => ({
  ...{ merchantId: '17', endedAt: at, live: true, enabled: true, settings: defaultSettings(at), links: [] },
  versions: { credentials: 1, links: 1, settings },
});

/** A last run that completed with a report, and a schedule that may keep something. */
const left = (leaves: EarlierIntegration | undefined, copy: EarlierIntegration | undefined) => {
  const last = { runId: 'last', closeTime: new Date(0), status: { name: 'COMPLETED' } };
  const run = { describe: () => Promise.resolve(last), result: () => Promise.resolve({ leaves }) };
  const schedule = { describe: () => Promise.resolve({ action: { memo: { [Memo.keptIntegration]: copy } } }) };
  const calls = {
    ask: (_: unknown, call: () => unknown) => call(),
    client: {
      workflow: { getHandle: () => run, list: () => [] },
      schedule: { getHandle: () => schedule },
    },
  };
  return earlierIntegration(calls as unknown as Calls, storeHash); // all that it asks
};

describe('what connecting again goes on with, where the last run has completed', () => {
  it('is what it left at its end', async () => {
    expect(await left(kept(3), undefined)).toEqual(kept(3));
    expect(await left(kept(3), kept(3))).toEqual(kept(3));
    expect(await left(kept(4), kept(3))).toEqual(kept(4));
  });

  it('is what its schedule keeps, where it was reset to its start and nobody connected it: it left what it began with', async () => {
    expect(await left(kept(3), kept(5))).toEqual(kept(5));
    expect(await left(undefined, kept(5))).toEqual(kept(5));
  });
});

describe('what connecting again goes on with, where versions are equal', () => {
  const paused = { at, reason: 'stocktaking', by: 'pia' };

  /** The last run was reset to its start, or is deleted; an earlier one still tells how it stood. */
  const connectedAgain = (last: 'reset' | 'deleted') => {
    const open = { runId: 'last', status: { name: 'RUNNING' } };
    const run = {
      describe: () => (last === 'deleted' ? Promise.reject(new NotFound('none')) : Promise.resolve(open)),
      query: () => Promise.resolve({ stage: 'connecting' }),
    };
    const copy = { describe: () => Promise.resolve({ action: { memo: { [Memo.keptIntegration]: kept(3) } } }) };
    const client = {
      options: { namespace: 'none' },
      workflow: { getHandle: () => run, list: () => [{ runId: 'ended', closeTime: new Date(0) }] },
      schedule: { getHandle: () => copy },
    };
    const calls = { ask: (_: unknown, call: () => unknown) => call(), client };
    return earlierIntegration(calls as unknown as Calls, storeHash); // all that it asks
  };

  it('is how the run stood that a reset ended: the copy is some seconds behind, and a pause has no version', async () => {
    const words = { query: () => Promise.resolve({ ...kept(3), paused }) };
    const spy = vi.spyOn(WorkflowClient.prototype, 'getHandle').mockReturnValue(words as never); // the one question
    try {
      expect(await connectedAgain('reset')).toMatchObject({ paused });
      // The run that is gone was later than the one that is listed, and the copy is of it.
      expect(await connectedAgain('deleted')).not.toHaveProperty('paused');
    } finally {
      spy.mockRestore();
    }
  });
});
