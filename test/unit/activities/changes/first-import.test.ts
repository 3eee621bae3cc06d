import { WorkflowClient } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { firstImport } from '../../../../src/activities/changes/first-import.ts';
import type { Dependencies } from '../../../../src/activities/runtime/dependencies.ts';
import type { StoreHash } from '../../../../src/contract/ids.ts';
import type { Connection } from '../../../../src/contract/integration.ts';
import type { DueReport } from '../../../../src/contract/integration/questions.ts';
import { emptySnapshot } from '../../../../src/domain/integration/integration-snapshot.ts';
import { IntegrationState } from '../../../../src/domain/integration/integration-state.ts';

const storeHash = 'abc123' as StoreHash; // it has the form of one
const orders = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ id: n + 1, dateCreated: '2025-12-01T00:00:00Z' }));

let entity: IntegrationState;

/** The entity, whose rules are the real ones, behind the least of a client. */
function handle() {
  const signal = (_: unknown, report: DueReport): Promise<void> => {
    entity.reportDue(report);
    return Promise.resolve();
  };
  return { signal, query: () => Promise.resolve(entity.snapshot.questions) };
}
const deps = {
  temporal: { connection: {}, workflow: { options: {}, getHandle: handle } },
  connections: { drop: () => undefined },
} as unknown as Dependencies; // what the first import uses of them

beforeEach(() => {
  const now = () => '2026-01-10T00:00:00Z';
  entity = new IntegrationState({ storeHash, now, carried: { ...emptySnapshot(now()), connected: true } });
  vi.spyOn(WorkflowClient.prototype, 'withDeadline').mockImplementation((_deadline, ask) => ask());
  vi.spyOn(WorkflowClient.prototype, 'getHandle').mockImplementation(handle as never);
});
afterEach(() => {
  vi.restoreAllMocks();
});

const run = <T>(work: () => Promise<T>): Promise<T> => new MockActivityEnvironment().run(work);

/** A comparison finds so many that nobody took. */
function finds(count: number) {
  const importAsked = entity.snapshot.questions.length > 0;
  const connection = { storeHash, importAsked } as unknown as Connection; // what it reads of it
  const nothing = () => Promise.resolve(new Set<number>());
  return run(() => firstImport(deps, connection, orders(count), nothing));
}

describe.each([60, 6_000])('an approval of a first import of %i orders', (many) => {
  beforeEach(async () => {
    await finds(many);
    entity.answer(entity.snapshot.questions[0]?.id ?? '', 'approve');
  });

  it('stands until all are taken, however often the comparison is begun anew in the middle', async () => {
    for (const left of [many, many - 10, many / 2, 3]) {
      const { take, waiting } = await finds(left);
      expect([take.length, waiting.length]).toEqual([left, 0]);
    }
  });

  it('is used up then', async () => {
    const { taken } = await finds(many - 10);
    await run(taken);
    expect(entity.snapshot.questions).toEqual([]);
  });
});
