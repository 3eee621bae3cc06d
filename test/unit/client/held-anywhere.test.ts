import { describe, expect, it } from 'vitest';
import type { Calls } from '../../../src/client/calls/calls.ts';
import { TemporalUnavailable, WorkerUnavailable } from '../../../src/client/errors.ts';
import { heldPages, type HeldAnywhere } from '../../../src/client/stores/attention.ts';
import { bulkEffect, bulkRelease } from '../../../src/client/stores/bulk-release.ts';
import { holdKey, orderKey } from '../../../src/contract/runs/search-attributes.ts';

const BEGUN = '2026-11-01T00:00:00.000Z';
const silence = new WorkerUnavailable('The worker does not answer.', { expected: 'a worker' });

interface Server {
  /** Held orders by number, with what their own run answers. */
  readonly orders: Readonly<Record<number, 'held' | Error>>;
  /** False: nobody asks for tasks. */
  readonly polled?: boolean;
  /** What a run that has completed answers. */
  readonly answers?: boolean;
}

function serverOf({ orders, polled = true, answers = true }: Server, asked: number[]): Calls {
  const idOf = (orderId: number) => `order:abc123:${orderId}`;
  async function* list({ query }: { query: string }) {
    await Promise.resolve();
    if (query.includes('Completed')) yield { workflowId: 'maintain', runId: 'r' };
    if (!query.includes('OgoHold')) return;
    for (const orderId of Object.keys(orders)) {
      const attributes = new Map<unknown, string>([
        [holdKey, 'ambiguous-link'],
        [orderKey, `abc123-${orderId}`],
      ]);
      yield {
        workflowId: idOf(Number(orderId)),
        status: { name: 'RUNNING' },
        startTime: new Date(BEGUN),
        typedSearchAttributes: { getAll: () => [], get: (key: unknown) => attributes.get(key) },
      };
    }
  }
  const query = async (id: string) => {
    await Promise.resolve();
    const orderId = Number(id.split(':').at(-1));
    asked.push(orderId);
    const answer = orders[orderId];
    if (answer instanceof Error) throw answer;
    const hold = { reason: 'ambiguous-link', remedy: 'Mend it.', since: '2026-11-02T00:00:00.000Z', finding: 'f' };
    return { orderId, addresses: [{ addressId: 7, hold }] };
  };
  const heard = [{ identity: 'w', lastAccessTime: { seconds: Math.floor(Date.now() / 1000) } }];
  const running = { status: { name: 'RUNNING' }, raw: {}, typedSearchAttributes: { getAll: () => [] } };
  const workflowService = {
    describeTaskQueue: () => Promise.resolve({ pollers: polled ? heard : [] }),
    queryWorkflow: () =>
      answers
        ? Promise.resolve({})
        : Promise.reject(Object.assign(new Error('late'), { code: 4, details: '', metadata: {} })),
  };
  return {
    client: {
      workflow: { list, getHandle: () => ({ describe: () => Promise.resolve(running) }) },
      withDeadline: (_: number, call: () => unknown) => call(),
      workflowService,
      options: { namespace: 'default' },
    },
    connected: () => Promise.resolve(),
    ask: (_: unknown, call: () => unknown) => call(),
    query,
    ours: (error: unknown) => error,
  } as unknown as Calls; // all that is used here
}

async function heldOf(server: Server, filter: Parameters<typeof heldPages>[1] = {}) {
  const asked: number[] = [];
  const rows: HeldAnywhere[] = [];
  for await (const page of heldPages(serverOf(server, asked), filter)) rows.push(...page.rows);
  return { rows, asked };
}

describe('what is held over all stores', () => {
  const many = Object.fromEntries(Array.from({ length: 25 }, (_, at) => [at + 1, silence]));

  it('is told from the list where no worker is there, and nobody is asked', async () => {
    const { rows, asked } = await heldOf({ orders: many, polled: false });
    expect(asked).toEqual([]);
    expect(rows).toHaveLength(25);
    expect(rows[0]).toEqual({
      storeHash: 'abc123',
      orderId: 1,
      addressId: 0,
      reason: 'ambiguous-link',
      since: BEGUN,
      remedy: expect.stringMatching(/^Its own run does not answer: .* Then: Two links fit equally well/) as string,
      notAsked: expect.stringMatching(/^No worker takes tasks .* What helps: start a worker\.$/) as string,
    });
  });

  it('is told from the list where the only worker was killed a moment ago: a few are asked, and the rest is not waited for', async () => {
    const { rows, asked } = await heldOf({ orders: many, answers: false });
    expect(asked).toHaveLength(10);
    expect(rows).toHaveLength(25);
    expect(new Set(rows.map(({ notAsked }) => notAsked?.slice(0, 18)))).toEqual(new Set(['No worker answers.']));
  });

  it('is told in full of all but the order whose own run does not answer', async () => {
    const { rows, asked } = await heldOf({ orders: { 1: 'held', 2: silence, 3: 'held' } });
    expect(asked).toEqual([1, 2, 3]);
    expect(rows.map(({ orderId, addressId, notAsked }) => [orderId, addressId, notAsked])).toEqual([
      [1, 7, undefined],
      [2, 0, 'The worker does not answer. What helps: a worker.'],
      [3, 7, undefined],
    ]);
  });

  it('is not told where the server itself is away', async () => {
    const away = new TemporalUnavailable('The Temporal server does not answer.');
    await expect(heldOf({ orders: { 1: 'held', 2: away } })).rejects.toBe(away);
  });

  it('is filtered by what is known of it', async () => {
    const server = { orders: { 1: silence }, polled: false };
    expect((await heldOf(server, { reason: 'sku-missing' })).rows).toEqual([]);
    expect((await heldOf(server, { olderThan: '1h' })).rows).toHaveLength(1);
    expect((await heldOf(server, { olderThan: '3000d' })).rows).toEqual([]);
  });

  it('is not released where nobody has read it', async () => {
    const { rows } = await heldOf({ orders: { 1: 'held', 2: silence } });
    expect(bulkEffect({ kind: 'cancel' }, rows).numbers).toEqual({ holds: 1, orders: 1, stores: 1, left: 1 });
    const silent = rows.slice(1);
    expect(() => bulkEffect({ kind: 'cancel' }, silent)).toThrow(WorkerUnavailable);
    const released: unknown[] = [];
    const read = async () => {
      for await (const page of bulkRelease(serverOf({ orders: {} }, []), { kind: 'cancel' }, silent))
        released.push(...page.rows);
    };
    await expect(read()).rejects.toBeInstanceOf(WorkerUnavailable);
    expect(released).toMatchObject([{ orderId: 2, done: false, why: silent[0]?.notAsked }]);
  });
});
