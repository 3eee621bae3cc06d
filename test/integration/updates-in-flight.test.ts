import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { Client, Connection, WithStartWorkflowOperation } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Worker } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { sample } from '../support/sample.ts';
import { Calls } from '../../src/client/calls/calls.ts';
import { grpcRetries } from '../../src/client/calls/grpc-retries.ts';
import { NotFound, Refused, Throttled, Unavailable, WorkerUnavailable } from '../../src/client/errors.ts';
import { createNamespace } from '../support/namespace.ts';
import { begun, busy, end, large, letGo, work, type BusyInput } from './busy-workflow.ts';
import { installRuntime } from '../support/quiet-runtime.ts';
import { endedWhereClosed } from '../../src/client/calls/closed-channel.ts';

let connection: NativeConnection;
let worker: Worker;
let running: Promise<void>;
let client: Client;
let calls: Calls;
/** Whose deadline no test is about: none is judged by how long this machine takes. */
let patient: Calls;
let own: Connection;
/** As somebody calls us who gives a connection of theirs. */
let others: Calls;
const ANSWER_WITHIN_MS = 3_000;
const gone = () => new NotFound('There is no such run.');
let namespace: string;

beforeAll(async () => {
  installRuntime({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
  connection = await NativeConnection.connect({ address: inject('temporalAddress') });
  namespace = await createNamespace(connection);
  const workflowBundle = await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('./busy-workflow.ts', import.meta.url)),
    logger: new DefaultLogger('ERROR'),
  });
  worker = await Worker.create({ connection, namespace, taskQueue: 'busy', workflowBundle });
  running = worker.run();
  client = new Client({ connection, namespace });
  own = await Connection.connect({
    address: inject('temporalAddress'),
    interceptors: [grpcRetries(), endedWhereClosed()],
  });
  calls = new Calls({ connection: own, namespace, answerWithinMs: ANSWER_WITHIN_MS });
  patient = new Calls({ connection: own, namespace, answerWithinMs: 30_000 });
  others = new Calls({ connection, namespace, answerWithinMs: ANSWER_WITHIN_MS });
});
afterAll(async () => {
  worker.shutdown();
  await running;
  await own.close();
  await connection.close();
});

async function started(input: Partial<BusyInput> = {}) {
  const workflowId = `busy-${randomUUID()}`;
  await client.workflow.start(busy, { workflowId, taskQueue: 'busy', args: [{ part: 1, ...input }] });
  const run = client.workflow.getHandle(workflowId);
  const underWay = (count: number) => vi.waitFor(async () => expect(await run.query(begun)).toBe(count), 60_000);
  return { workflowId, run, underWay };
}

const ask = (id: string, { held = true, repeatable = true } = {}) => patient.update(id, work, [held], gone, repeatable);

/** The same by a call that begins the run where none is open. */
const withStart = (by: Calls, workflowId: string, { held = true } = {}) =>
  by.twice(
    gone,
    (updateId) =>
      by.client.workflow.executeUpdateWithStart(work, {
        args: [held],
        updateId,
        startWorkflowOperation: new WithStartWorkflowOperation(busy, {
          ...{ workflowId, taskQueue: 'busy', args: [{ part: 1 }] },
          workflowIdConflictPolicy: 'USE_EXISTING',
        }),
      }),
    true,
    workflowId,
  );

/** Settled already: nobody must call its rejection unhandled while the test does something else. */
const outcome = <T>(promise: Promise<T>) =>
  promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );

describe('an update under way', () => {
  it('when its run continues as new is asked of the next one', async () => {
    const { workflowId, run, underWay } = await started();
    const answer = outcome(ask(workflowId));
    await underWay(1);
    await run.signal(end, 'renew');
    await underWay(1);
    await run.signal(letGo);
    expect(await answer).toEqual({ value: 2 });
    await run.terminate();
  });

  it('when its run is reset is done by the run that follows, and answered', async () => {
    const { workflowId, run, underWay } = await started();
    const answer = outcome(ask(workflowId));
    await underWay(1);
    const { runId } = await run.describe();
    await client.workflowService.resetWorkflowExecution({
      namespace: client.options.namespace,
      workflowExecution: { workflowId, runId },
      reason: 'a test',
      workflowTaskFinishEventId: 4 as never, // a number does where the types want a Long
      requestId: randomUUID(),
    });
    await underWay(1);
    await run.signal(letGo);
    expect(await answer).toEqual({ value: 1 });
    await run.terminate();
  });

  it.each(['complete', 'terminate'] as const)(
    'when its run ends (%s) and none follows says that its outcome is not known, and where to look',
    async (how) => {
      const { workflowId, run, underWay } = await started();
      const answer = outcome(ask(workflowId));
      await underWay(1);
      if (how === 'terminate') await run.terminate();
      else await run.signal(end, 'complete');
      expect(await answer).toMatchObject({ error: expect.any(Unavailable) as unknown });
      expect(await answer).toMatchObject({
        error: { detail: { outcomeUnknown: true, expected: expect.stringContaining('status') as string } },
      });
    },
  );

  it.each(['complete', 'renew', 'terminate'] as const)(
    'that must not be done twice says when its run ends (%s) that its outcome is not known',
    async (how) => {
      const { workflowId, run, underWay } = await started();
      const answer = outcome(ask(workflowId, { repeatable: false }));
      await underWay(1);
      if (how === 'terminate') await run.terminate();
      else await run.signal(end, how);
      expect(await answer).toMatchObject({
        error: { name: 'Unavailable', detail: { outcomeUnknown: true, expected: expect.stringContaining('status') } },
      });
      expect((await answer) as { error?: unknown }).toMatchObject({ error: expect.any(Unavailable) as unknown });
      if (how === 'renew') await run.terminate();
    },
  );

  it.each(
    sample<[string, () => Calls, number]>(
      [
        ['by our own connection: it was not asked', () => calls, ANSWER_WITHIN_MS],
        ['by a connection with retries of its own', () => others, 2 * ANSWER_WITHIN_MS],
      ],
      1,
    ),
  )('that is the eleventh waits for its place, and not past the caller’s deadline (%s)', async (_, by, withinMs) => {
    const { workflowId, run, underWay } = await started();
    const ten = Array.from({ length: 10 }, () => run.startUpdate(work, { args: [true], waitForStage: 'ACCEPTED' }));
    await Promise.all(ten);
    await underWay(10);
    const begunAt = Date.now();
    const late = await outcome(by().update(workflowId, work, [true], gone));
    expect(Date.now() - begunAt).toBeLessThan(withinMs + 20_000); // else it waits for ever
    const error = by() === calls ? Throttled : Unavailable;
    expect(late).toMatchObject({ error: expect.any(error) as unknown });
    await run.terminate();
  });

  it('that would begin its run and is the eleventh says what it waited for', async () => {
    const { workflowId, run, underWay } = await started();
    await Promise.all(
      Array.from({ length: 10 }, () => run.startUpdate(work, { args: [true], waitForStage: 'ACCEPTED' })),
    );
    await underWay(10);
    const begunAt = Date.now();
    const late = await outcome(withStart(calls, workflowId));
    expect(Date.now() - begunAt).toBeGreaterThan(ANSWER_WITHIN_MS / 2);
    expect(late).toMatchObject({
      error: { name: 'Throttled', message: expect.stringContaining('concurrent in-flight updates') as string },
    });
    await run.terminate();
  });

  it.each([
    ['an update', (id: string) => ask(id, { held: false })],
    ['one that would begin its run', (id: string) => withStart(patient, id, { held: false })],
  ])('that is the eleventh is done once one of the others has ended (%s)', async (_, askOnce) => {
    const { workflowId, run, underWay } = await started();
    const ten = Array.from({ length: 10 }, () => outcome(ask(workflowId)));
    await underWay(10);
    const eleventh = outcome(askOnce(workflowId));
    await new Promise((resolve) => setTimeout(resolve, 500)); // it has been refused a place
    await run.signal(letGo);
    expect(await eleventh).toEqual({ value: 1 });
    expect(await Promise.all(ten)).toEqual(Array.from({ length: 10 }, () => ({ value: 1 })));
    await run.terminate();
  });
});

it('a run that knows no such update is that of a worker of another version', async () => {
  const { workflowId, run } = await started({ deaf: true });
  expect(await outcome(ask(workflowId, { held: false }))).toMatchObject({
    error: expect.any(WorkerUnavailable) as unknown,
  });
  await run.terminate();
});

it.each([
  ['Temporal', 3_000_000],
  ['the way to it', 5_000_000],
])('a question that is too large for %s is refused at once: nothing was asked', async (_, size) => {
  const { workflowId, run } = await started();
  const args: [never] = ['x'.repeat(size) as never]; // as no caller should
  const begunAt = Date.now();
  const starts = () => patient.client.workflow.start(busy, { workflowId: `${workflowId}-2`, taskQueue: 'busy', args });
  const asked: Promise<unknown>[] = [
    patient.ask(gone, starts),
    ...(size > 4_000_000 ? [patient.update(workflowId, work, args, gone)] : []),
  ];
  for (const answer of await Promise.all(asked.map(outcome))) {
    expect(answer).toMatchObject({ error: { name: 'Refused', message: expect.stringContaining('larger') as string } });
    expect(answer).not.toHaveProperty('error.detail.outcomeUnknown');
  }
  expect(Date.now() - begunAt).toBeLessThan(10_000);
  await run.terminate();
});

it('an answer that is too large for Temporal is called so, and not another version', async () => {
  const { workflowId, run, underWay } = await started();
  // Asked for in the middle of the run's own work, an answer over 4 MB makes the server end the run: see architecture.md.
  await underWay(0);
  const answer = await outcome(patient.query(workflowId, large, gone));
  expect(answer).toMatchObject({ error: expect.any(Refused) as unknown });
  expect(answer).toMatchObject({ error: { message: expect.stringContaining('larger') as string } });
  await run.terminate();
});
