import { setTimeout } from 'node:timers/promises';
import { WorkflowClient, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { activityFailure } from '../../../../src/activities/runtime/failures.ts';
import type { Dependencies } from '../../../../src/activities/runtime/dependencies.ts';
import { createOwedActivities } from '../../../../src/activities/stock/owed/owed.ts';
import { mendOwed } from '../../../../src/activities/stock/owed/mend-owed.ts';
import { readOwed } from '../../../../src/activities/stock/owed/owed-rows.ts';
import { FailureType } from '../../../../src/contract/failures.ts';
import { workflowId, type StoreHash } from '../../../../src/contract/ids.ts';

// A part of the ledger ends by itself when nothing is owed any more; one that was deleted takes with it what orders owe.

const storeHash = 'abc123' as StoreHash; // it has the form of one
const part = (shard: number) => workflowId.owed(storeHash, shard);
const entity = workflowId.integration(storeHash);
const row = { orderId: 5, revision: 2, owed: { MUG: 3 } };

/** The runs that the server knows: by id, how they stand. */
let runs: Map<string, string>;
/** What the integration lists. */
let listed: number[];
/** Signals that were sent, and runs that were begun. */
let told: unknown[];
let alerts: string[];
/** What happens while somebody waits whether a run begins. */
let meanwhile: () => void;

const nothing = (id: string) => new WorkflowNotFoundError('none', id, undefined);
const getHandle = (id: string) => ({
  query: () => {
    if (runs.get(id) === 'RUNNING') return Promise.resolve({ rows: [row], complete: true });
    return Promise.reject(nothing(id));
  },
  describe: () => {
    const name = runs.get(id);
    return name === undefined ? Promise.reject(nothing(id)) : Promise.resolve({ runId: '1', status: { name } });
  },
  signal: (signal: { name: string }, said: unknown) => {
    if (!runs.has(id)) return Promise.reject(nothing(id));
    return Promise.resolve(void told.push([id, signal.name, said]));
  },
});
const start = (_type: string, { workflowId: id, args: [input] }: { workflowId: string; args: [unknown] }) => {
  if (runs.get(id) === 'RUNNING')
    return Promise.reject(new WorkflowExecutionAlreadyStartedError('open', id, 'owedLedger'));
  runs.set(id, 'RUNNING');
  return Promise.resolve(void told.push([id, 'begins', input]));
};
const workflow = { options: {}, getHandle, start, signalWithStart: start };
const connections = {
  ask: () => Promise.resolve({ storeHash, owedParts: listed }),
};
const deps = { temporal: { connection: {}, workflow }, connections } as unknown as Dependencies; // what it asks of them

beforeEach(() => {
  runs = new Map([[entity, 'RUNNING']]);
  [listed, told, alerts] = [[], [], []];
  meanwhile = () => undefined;
  vi.spyOn(WorkflowClient.prototype, 'withDeadline').mockImplementation((_deadline, ask) => ask());
  vi.spyOn(WorkflowClient.prototype, 'getHandle').mockImplementation(getHandle as never);
});
afterEach(() => {
  vi.restoreAllMocks();
});

const inActivity = <T>(work: () => Promise<T>): Promise<T> => {
  const logger = { error: (_: string, { alert }: { alert: string }) => void alerts.push(alert) };
  const environment = new MockActivityEnvironment(undefined, { logger: { ...console, ...logger } });
  Object.assign(environment.context, { sleep: () => setTimeout(1).then(() => meanwhile()) });
  return environment.run(work);
};
const read = () => inActivity(() => readOwed(deps, { storeHash, owedParts: listed }));
const report = () => inActivity(() => createOwedActivities(deps).reportOwed({ storeHash, ...row }));
const lists = (shard: number) => [entity, 'owedKept', { shard, kept: true }];
const rebuilt = (shard: number) => [part(shard), 'begins', { storeHash, shard, rebuild: true }];

describe('a part of the ledger that is not there', () => {
  it('and that the integration does not list owes nothing', async () => {
    expect(await read()).toEqual({ rows: [], complete: true });
    expect([told, alerts]).toEqual([[], []]);
  });

  it('and that the integration lists was deleted: it is rebuilt, and nothing rises until then', async () => {
    listed = [1, 2];
    runs.set(part(1), 'RUNNING');
    expect(await read()).toEqual({ rows: [row], complete: false });
    expect([told, alerts]).toEqual([[rebuilt(2)], ['owed-lost']]);
  });

  it('and begins in this very moment was not deleted, but is not known either', async () => {
    listed = [1];
    meanwhile = () => runs.set(part(1), 'RUNNING');
    expect(await read()).toEqual({ rows: [], complete: false });
    expect([told, alerts]).toEqual([[], []]);
  });

  it('is found by the maintenance, too', async () => {
    listed = [0, 3];
    runs.set(part(0), 'RUNNING');
    const mend = () => inActivity(() => mendOwed(deps, { storeHash, owedParts: listed }));
    expect(await mend()).toBe(true);
    expect([told, alerts]).toEqual([[rebuilt(3)], ['owed-lost']]);
    expect(await mend()).toBeUndefined();
  });
});

describe('a part of the ledger that answers and is not listed', () => {
  it('is listed: its store was connected anew since it began', async () => {
    runs.set(part(2), 'RUNNING');
    expect(await read()).toMatchObject({ complete: true });
    expect(told).toEqual([lists(2)]);
  });
});

describe('an order that reports where its part is not there', () => {
  const begins = (input: object) => [part(1), 'begins', { storeHash, shard: 1, ...input }];

  it('begins it, listed before', async () => {
    await report();
    expect([told, alerts]).toEqual([[lists(1), begins({})], []]);
  });

  it('has it rebuilt where it was deleted: the other orders’ rows went with it', async () => {
    listed = [1];
    await report();
    expect([told, alerts]).toEqual([[lists(1), begins({ rebuild: true })], ['owed-lost']]);
  });

  it('begins a new one after one that has ended in order, which the list may not show yet', async () => {
    listed = [1];
    runs.set(part(1), 'COMPLETED');
    await report();
    expect([told, alerts]).toEqual([[lists(1), begins({})], []]);
  });

  it('tells the one that somebody else begins meanwhile', async () => {
    listed = [1];
    meanwhile = () => runs.set(part(1), 'RUNNING');
    await report();
    expect(told).toEqual([lists(1), [part(1), 'report', [row]]]);
    expect(alerts).toEqual([]);
  });

  it('begins it also where no integration is connected', async () => {
    runs.delete(entity);
    vi.spyOn(connections, 'ask').mockRejectedValue(activityFailure(FailureType.integrationGone, 'gone'));
    await report();
    expect(told).toEqual([begins({})]);
  });
});
