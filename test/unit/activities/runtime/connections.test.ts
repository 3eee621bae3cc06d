import { QueryNotRegisteredError, type WorkflowClient } from '@temporalio/client';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Connections, HEEDED_AFTER_MS } from '../../../../src/activities/runtime/connections.ts';
import { stillFlows } from '../../../../src/activities/runtime/may-flow.ts';
import type { Connection } from '../../../../src/contract/integration.ts';
import { type StoreHash } from '../../../../src/contract/ids.ts';

const HASH = 'abc123' as StoreHash; // a literal hash of this test

/** An entity whose answers are given by hand, each with the state at the time of its question. */
function entity() {
  let links = 1;
  const open: (() => void)[] = [];
  const workflows = {
    withDeadline: (_until: number, ask: () => Promise<unknown>) => ask(),
    getHandle: () => ({
      query: () => {
        const asked = links;
        return new Promise((resolve) => open.push(() => resolve({ linksVersion: asked })));
      },
    }),
  };
  const connections = new Connections({
    workflows: workflows as unknown as WorkflowClient, // what this class calls of it
    ...({} as { bigcommerce: never; myogo: never; sealer: never }), // asking needs none of them
  });
  return {
    connections,
    saveLink: () => (links += 1),
    answer: () => open.splice(0).forEach((each) => each()),
    questions: () => open.length,
  };
}

const linksOf = async (connection: Promise<Connection>) => (await connection).linksVersion;

it('asks once however many ask at the same time', async () => {
  const { connections, answer, questions } = entity();
  const asked = [connections.ask(HASH), connections.ask(HASH)];
  expect(questions()).toBe(1);
  answer();
  expect(await Promise.all(asked.map(linksOf))).toEqual([1, 1]);
});

it('never keeps an answer to a question from before it was told to forget', async () => {
  const { connections, answer, saveLink } = entity();
  const before = connections.ask(HASH);
  saveLink();
  connections.drop(HASH);
  const after = connections.ask(HASH, { fresh: true });
  answer();
  expect(await linksOf(before)).toBe(1);
  expect(await linksOf(after)).toBe(2);
  expect(await linksOf(connections.ask(HASH, { fresh: true }))).toBe(2);
});

it('gives who must know what is now the answer to a question from after the call', async () => {
  const { connections, answer, saveLink } = entity();
  const before = connections.ask(HASH);
  answer();
  expect(await linksOf(before)).toBe(1);
  saveLink();
  // A moment old: a crowd may use it, and a run that a person has just paused may not.
  expect(await linksOf(connections.ask(HASH, { fresh: true }))).toBe(1);
  const now = connections.ask(HASH, { fresh: 'now' });
  answer();
  expect(await linksOf(now)).toBe(2);

  const underWay = connections.ask(HASH, { fresh: 'now' });
  saveLink();
  const later = connections.ask(HASH, { fresh: 'now' });
  answer();
  expect(await Promise.all([underWay, later].map(linksOf))).toEqual([2, 3]);
  expect(await linksOf(connections.ask(HASH))).toBe(3);
});

it.each([
  ['is only starting', 'Workflow did not register a handler for connection'],
  ['does not fit the code of the worker that has it', '[TMPRL1100] Nondeterminism error: no command for event 9'],
])('says of an integration that cannot be asked that it %s', async (words, message) => {
  // The SDK's class for either, without the code that it wraps.
  const error = Object.assign(Object.create(QueryNotRegisteredError.prototype) as Error, { message });
  const refuses = () => Promise.reject(error);
  const workflows = {
    withDeadline: (_until: number, ask: () => Promise<unknown>) => ask(),
    getHandle: () => ({ query: refuses }),
  };
  const connections = new Connections({
    workflows: workflows as unknown as WorkflowClient, // what this class calls of it
    ...({} as { bigcommerce: never; myogo: never; sealer: never }), // asking needs none of them
  });
  await expect(connections.ask(HASH)).rejects.toMatchObject({
    type: 'Unavailable',
    message: `The integration of abc123 ${words}.`,
  });
});

it('takes a run that knows nothing yet of what was connected for no answer, and asks it again', async () => {
  let merchantId = '';
  const answers = () => Promise.resolve({ merchantId, stage: 'configured', linksVersion: 1 });
  const workflows = {
    withDeadline: (_until: number, ask: () => Promise<unknown>) => ask(),
    getHandle: () => ({ query: answers }),
  };
  const connections = new Connections({
    workflows: workflows as unknown as WorkflowClient, // what this class calls of it
    ...({} as { bigcommerce: never; myogo: never; sealer: never }), // asking needs none of them
  });
  const message = 'The integration of abc123 is only being connected.';
  const refusal = { type: 'Unavailable', message, nonRetryable: false };
  await expect(connections.ask(HASH)).rejects.toMatchObject(refusal);
  await expect(connections.open(HASH, 'orders')).rejects.toMatchObject(refusal);
  merchantId = 'm-1';
  expect(await connections.ask(HASH)).toMatchObject({ merchantId });
});

describe('what a person forbids', () => {
  /** Two workers of one entity, which a person pauses; the clock is the test's. */
  function workers() {
    vi.useFakeTimers({ now: Date.parse('2026-11-28T12:00:00Z') });
    let closed = false;
    let stopped = false;
    let answers = true;
    let answerAfterMs = 0;
    let questions = 0;
    const workflows = {
      withDeadline: (_until: number, ask: () => Promise<unknown>) => ask(),
      getHandle: () => ({
        query: async () => {
          questions += 1;
          const state = {
            stage: 'live',
            credentials: { sealed: 's', version: 1 },
            ...(closed ? { closed: { reason: 'r' } } : {}),
            ...(closed || stopped ? { stopped: 'latest changes are disabled by a person (ann)' } : {}),
          };
          await vi.advanceTimersByTimeAsync(answerAfterMs);
          if (!answers) throw new Error('deadline exceeded');
          return state;
        },
      }),
    };
    const worker = (isShuttingDown = () => false) => {
      let gate: (() => Promise<number>) | undefined;
      const side = (options: { mayWrite?: () => Promise<number> }) => (gate = options.mayWrite) && {};
      const connections = new Connections({
        workflows: workflows as unknown as WorkflowClient, // what this class calls of it
        ...({ bigcommerce: { store: side }, myogo: { merchant: side } } as unknown as {
          bigcommerce: never;
          myogo: never;
        }),
        sealer: { open: () => '{"bigcommerce":{},"myogo":{}}' } as never,
        isShuttingDown,
      });
      return {
        connections,
        /** An activity opens the connection, and may write until when its gate says. */
        begin: async (flows = false) => {
          const { signal } = new AbortController();
          await connections.open(HASH, 'orders', { signal, flows });
          const own = gate;
          return () => own?.() ?? Promise.reject(new Error('no gate'));
        },
      };
    };
    return {
      worker,
      pause: () => (closed = true),
      disable: () => (stopped = true),
      enable: () => (stopped = false),
      silence: () => (answers = false),
      slow: (ms: number) => (answerAfterMs = ms),
      questions: () => questions,
    };
  }
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each([0, 1, 5_000, 9_999, 14_999, 15_000, 15_001, 40_000])(
    'is heeded by another worker’s activity that began %i ms before, as soon as the answer to the pause has come',
    async (earlierMs) => {
      const { worker, pause } = workers();
      const mayWrite = await worker().begin();
      await vi.advanceTimersByTimeAsync(earlierMs);
      pause();
      const answeredAt = Date.now() + HEEDED_AFTER_MS;
      // Whenever it asks: what it may send has left by then.
      for (let at = Date.now(); at <= answeredAt + 1_000; at += 500) {
        const until = await mayWrite().catch(() => -Infinity);
        expect(until).toBeLessThanOrEqual(answeredAt);
        await vi.advanceTimersByTimeAsync(500);
      }
      await expect(mayWrite()).rejects.toMatchObject({ type: 'IntegrationPaused' });
    },
  );

  it.each([0, 5_000, 14_999, 15_001, 40_000])(
    'as disabling does is heeded by what flows, that began %i ms before, as soon as a pause is; orders under way go on',
    async (earlierMs) => {
      const { worker, disable } = workers();
      const one = worker();
      const flowsWrite = await one.begin(true);
      const ordersWrite = await one.begin();
      await vi.advanceTimersByTimeAsync(earlierMs);
      disable();
      const heededAt = Date.now() + HEEDED_AFTER_MS;
      for (let at = Date.now(); at <= heededAt; at += 500) {
        expect(await flowsWrite().catch(() => -Infinity)).toBeLessThanOrEqual(heededAt);
        await vi.advanceTimersByTimeAsync(500);
      }
      await expect(flowsWrite()).rejects.toMatchObject({
        type: 'IntegrationPaused',
        message: 'Nothing is written for abc123 now: latest changes are disabled by a person (ann)',
      });
      await expect(one.begin(true)).rejects.toMatchObject({ type: 'IntegrationPaused' });
      expect(await ordersWrite()).toBeGreaterThan(Date.now());
    },
  );

  it('is heeded between the parts of what flows, and taken back as soon', async () => {
    const { worker, disable, enable } = workers();
    const { connections } = worker();
    await expect(stillFlows({ connections }, HASH)).resolves.toBeUndefined();
    disable();
    await vi.advanceTimersByTimeAsync(HEEDED_AFTER_MS);
    await expect(stillFlows({ connections }, HASH)).rejects.toMatchObject({ type: 'IntegrationPaused' });
    enable();
    await vi.advanceTimersByTimeAsync(1_000); // the answer in memory is still the bad one
    await expect(stillFlows({ connections }, HASH)).resolves.toBeUndefined();
  });

  it('by disabling concerns nothing else: what does not flow asks no more often for it', async () => {
    const { worker, disable, enable, questions } = workers();
    const one = worker();
    disable();
    for (let times = 0; times < 20; times += 1) {
      const mayWrite = await one.begin();
      expect(await mayWrite()).toBeGreaterThan(Date.now());
      await vi.advanceTimersByTimeAsync(500);
    }
    expect(questions()).toBe(1);
    enable();
    // What flows does not believe that bad news, which may be of before.
    await expect(one.begin(true)).resolves.toBeDefined();
  });

  it('is heeded although the answer to the question before was long on its way', async () => {
    const { worker, pause, slow } = workers();
    slow(4_900);
    const begun = worker().begin(); // asked before the pause, answered after it
    pause();
    const pausedAt = Date.now();
    const mayWrite = await begun;
    expect(await mayWrite().catch(() => -Infinity)).toBeLessThanOrEqual(pausedAt + HEEDED_AFTER_MS);
  });

  it('is heeded by a worker that shuts down while another one answers', async () => {
    const { worker, pause } = workers();
    let down = false;
    const mayWrite = await worker(() => down).begin();
    down = true;
    pause();
    await vi.advanceTimersByTimeAsync(HEEDED_AFTER_MS);
    await expect(mayWrite()).rejects.toMatchObject({ type: 'IntegrationPaused' });
  });

  it('is not asked in vain by the last worker, which ends what it began', async () => {
    const { worker, silence, questions } = workers();
    const mayWrite = await worker(() => true).begin();
    silence();
    await vi.advanceTimersByTimeAsync(60_000);
    const before = questions();
    expect(await mayWrite()).toBeGreaterThan(Date.now());
    expect(await mayWrite()).toBeGreaterThan(Date.now());
    expect(questions()).toBe(before + 1);
  });
});
