import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import { expect, it } from 'vitest';
import { passOnEdited, passOnStoreOrder } from '../../../../src/activities/changes/intake.ts';
import { ChangeMemory } from '../../../../src/activities/runtime/change-memory.ts';
import type { StoreHash } from '../../../../src/contract/ids.ts';
import { defaultSettings } from '../../../../src/contract/settings.ts';

type Deps = Parameters<typeof passOnStoreOrder>[0];

it('a run that is there and gone each time it is asked for is asked after longer and longer, and not for ever', async () => {
  const pauses: number[] = [];
  const remembered: unknown[] = [];
  const gone = () => Promise.reject(new WorkflowNotFoundError('gone', 'order:shop:1', undefined));
  const handle = { signal: gone, describe: () => Promise.resolve({ status: { name: 'RUNNING' }, runId: 'r' }) };
  const workflow = {
    start: () => Promise.reject(new WorkflowExecutionAlreadyStartedError('there', 'order:shop:1', 'fulfilOrder')),
    getHandle: () => handle,
  };
  const changes = { isNews: () => true, remember: (...of: unknown[]) => void remembered.push(of) };
  const pause = (ms: number) => Promise.resolve(void pauses.push(ms));
  const deps = { temporal: { workflow }, changes, pause } as unknown as Deps; // only what is asked
  const order = {
    ...{ id: 1, statusId: 11, dateModified: '2026-01-01T00:00:00Z', dateCreated: '2026-01-01T00:00:00Z' },
    isDeleted: false,
  };
  const passing = passOnStoreOrder(deps, 'shop' as StoreHash, order, defaultSettings('2020-01-01T00:00:00Z'), Infinity);
  await expect(passing).rejects.toThrow('The run of order 1 is another each time it is asked for.');
  expect(pauses.length).toBeLessThan(12);
  expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
  expect(pauses[0]).toBeLessThan(pauses.at(-1) ?? 0);
  // It is told by the next poll: nothing says that it was.
  expect(remembered).toEqual([]);
});

it('an order that was edited in the second of our own write is looked at, whatever its run has read of that second', async () => {
  const signals: unknown[][] = [];
  const handle = { signal: (...of: unknown[]) => Promise.resolve(void signals.push(of)) };
  const deps = { temporal: { workflow: { getHandle: () => handle } } } as unknown as Deps; // only what is asked
  const order = {
    ...{ id: 1, statusId: 9, dateModified: '2026-01-01T00:00:00Z', dateCreated: '2026-01-01T00:00:00Z' },
    isDeleted: false,
  };
  expect(await passOnEdited(deps, 'shop' as StoreHash, order)).toBe('signalled');
  expect(signals).toEqual([['retry', { look: true }]]);
});

it('an order that is listed in the second of its change is passed on once more by the next poll: the rest of that second may hold another', async () => {
  const signals: unknown[][] = [];
  const handle = { signal: (...of: unknown[]) => Promise.resolve(void signals.push(of)) };
  const workflow = { getHandle: () => handle };
  const deps = { temporal: { workflow }, changes: new ChangeMemory() } as unknown as Deps; // only what is asked
  const modified = '2026-01-01T00:00:05Z';
  const order = { id: 1, statusId: 9, dateModified: modified, dateCreated: modified, isDeleted: false };
  const poll = (answered: number) =>
    passOnStoreOrder(deps, 'shop' as StoreHash, order, defaultSettings('2020-01-01T00:00:00Z'), answered);
  const second = Date.parse(modified);
  expect([await poll(second + 400), await poll(second + 1_000), await poll(second + 60_000)]).toEqual([
    ...['signalled', 'signalled'],
    'dropped',
  ]);
  expect(signals).toHaveLength(2);
});
