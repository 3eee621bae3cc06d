import { WorkflowClient, WorkflowNotFoundError } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Dependencies } from '../../../../src/activities/runtime/dependencies.ts';
import { Zeros, type ZeroRow } from '../../../../src/activities/stock/stock-brake.ts';
import { workflowId, type StoreHash } from '../../../../src/contract/ids.ts';
import type { Connection } from '../../../../src/contract/integration.ts';
import type { DueReport } from '../../../../src/contract/integration/questions.ts';
import { checkMessage } from '../../../../src/contract/schemas/check-message.ts';
import { dueReport } from '../../../../src/contract/schemas/integration.ts';
import type { DueReason } from '../../../../src/contract/stock.ts';
import { defaultSettings } from '../../../../src/contract/settings.ts';
import { emptySnapshot } from '../../../../src/domain/integration/integration-snapshot.ts';
import { IntegrationState } from '../../../../src/domain/integration/integration-state.ts';
import { TOGETHER_MS } from '../../../../src/domain/integration/questions/fallen-zeros.ts';
import { Tally } from '../../../../src/domain/stock/tally.ts';

const storeHash = 'abc123' as StoreHash; // it has the form of one
const ENTITY = workflowId.integration(storeHash);
const zerosOf = (skus: readonly string[]) => skus.map((sku, n) => ({ sku, productId: 1, variantId: n + 1, level: 5 }));
const named = (count: number, from = 1) => Array.from({ length: count }, (_, n) => `S-${from + n}`);

let now = Date.UTC(2026, 0, 1);
let entity: IntegrationState;
let answers: boolean;
/** Before the entity is asked how many fall: another run may be as far, too. */
let beforeAsking: () => Promise<void>;

/** The entity, whose rules are the real ones, behind the least of a client. */
function handle(id: string) {
  const query = async ({ name }: { name: string }): Promise<unknown> => {
    if (id !== ENTITY) throw new WorkflowNotFoundError('none', id, undefined);
    if (name === 'zerosFalling') await beforeAsking();
    if (!answers) throw new TypeError('away');
    return name === 'zerosFalling' ? entity.zerosFalling : entity.snapshot.questions;
  };
  // What says more than a message may has no effect.
  const signal = (_: unknown, report: DueReport): Promise<void> => {
    if (checkMessage(dueReport, report).ok) entity.reportDue(report);
    return Promise.resolve();
  };
  const describe = () => Promise.reject(new WorkflowNotFoundError('none', id, undefined));
  return { query, signal, describe };
}
/** No run of a product, and none of latest changes. */
async function* list() {}
const temporal = { connection: {}, workflow: { options: {}, getHandle: handle, list } };
const deps = { temporal } as unknown as Dependencies; // what the brake uses of them

beforeEach(() => {
  now = Date.UTC(2026, 0, 1);
  answers = true;
  beforeAsking = () => Promise.resolve();
  const time = () => new Date(now).toISOString();
  entity = new IntegrationState({ storeHash, now: time, carried: { ...emptySnapshot(time()), connected: true } });
  vi.spyOn(WorkflowClient.prototype, 'withDeadline').mockImplementation((_deadline, ask) => ask());
  vi.spyOn(WorkflowClient.prototype, 'getHandle').mockImplementation(handle as never);
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** One run of the store, of whose SKUs so many are in stock. */
function run({ brakeShare = 0.2, inStock = 20 } = {}) {
  const settings = { ...defaultSettings('2020-01-01T00:00:00Z'), brakeShare };
  const zerosAsked = entity.snapshot.questions.some(({ kind }) => kind === 'stock-brake');
  const connection = { storeHash, merchantId: 'm', settings, zerosAsked } as unknown as Connection; // what it reads of it
  const zeros = new Zeros(deps, connection);
  const writer = {
    async *allRows() {
      yield await Promise.resolve(zerosOf(named(inStock, 500)));
    },
  };
  const tally = new Tally();
  const judges = (rows: readonly ZeroRow[]) => zeros.keptBack(writer, { zeros: rows, inStockRead: 0, all: false });
  const finds = async (skus: readonly string[]) => {
    const back = await judges(zerosOf(skus));
    for (const sku of skus) {
      const reason = back.get(sku);
      if (reason === undefined) tally.written(sku, 5, 0);
      else tally.due(sku, reason, { level: 5, wanted: 0 });
    }
    return back;
  };
  const leaves = (skus: readonly string[], reason: DueReason): void => {
    for (const sku of skus) tally.due(sku, reason, { level: 5, ...(reason === 'not-looked-for' ? {} : { wanted: 0 }) });
  };
  const ends = (all = false) => new MockActivityEnvironment().run(() => zeros.tell(tally, { all }));
  return { judges, finds, leaves, ends };
}
const asked = () =>
  entity.snapshot.questions.flatMap(({ answer, items }) => (answer === undefined ? items : [])).sort();

describe('a sell-out that several runs of a store find in parts is one fall', () => {
  it('the second of two runs asks, although neither found ten: 3 and 9', async () => {
    const one = run();
    expect([...(await one.finds(named(3)))]).toEqual([]);
    await one.ends();
    const other = run();
    expect((await other.finds(named(9, 4))).get('S-4')).toBe('asked');
    await other.ends();
    expect(asked()).toEqual(named(9, 4).sort());
  });

  it('also where one of the SKUs is as long as the store takes them', async () => {
    await run().finds(['L'.repeat(255), 'S-1', 'S-2']);
    expect((await run().finds(named(9, 4))).get('S-4')).toBe('asked');
  });

  it('of two runs side by side at least one asks, however their requests meet', async () => {
    const [one, other] = [run(), run()];
    let waiting = 0;
    let both: () => void = () => undefined;
    const met = new Promise<void>((resolve) => (both = resolve));
    beforeAsking = () => {
      if ((waiting += 1) === 2) both();
      return met;
    };
    const found = await Promise.all([one.finds(named(3)), other.finds(named(9, 4))]);
    await Promise.all([one.ends(), other.ends()]);
    expect(found.map((back) => back.size)).toEqual([3, 9]);
    expect(entity.snapshot.questions).toHaveLength(1);
    expect(asked()).toEqual(named(12).sort());
  });

  it('three passes of one run are judged together, too, and a later pass does not write what an earlier one asks about', async () => {
    const one = run();
    await one.finds(named(3));
    expect((await one.finds(named(9, 4))).size).toBe(9);
    expect((await one.finds(['S-4'])).get('S-4')).toBe('asked');
    await one.ends();
    expect(asked()).toEqual(named(9, 4).sort());
  });

  it('the same zeros found by two runs count once', async () => {
    for (let n = 0; n < 3; n += 1) expect((await run().finds(named(9))).size).toBe(0);
  });

  it('what fell long before is another matter', async () => {
    await run().finds(named(3));
    now += TOGETHER_MS + 1;
    expect((await run().finds(named(9, 4))).size).toBe(0);
  });

  it('what is a small part of the stock asks nobody, in parts either', async () => {
    await run({ inStock: 100 }).finds(named(3));
    expect((await run({ inStock: 100 }).finds(named(9, 4))).size).toBe(0);
  });

  it('a store that never asks is not asked about either', async () => {
    await run({ brakeShare: 1 }).finds(named(3));
    expect((await run({ brakeShare: 1 }).finds(named(20, 4))).size).toBe(0);
    expect(entity.snapshot.falls).toBeUndefined();
  });

  it('what a person is asked about is not counted twice, and what they allowed not at all', async () => {
    const one = run();
    await one.finds(named(12));
    await one.ends();
    expect(entity.zerosFalling).toBe(12);
    entity.answer(entity.snapshot.questions[0]?.id ?? '', 'approve');
    expect(entity.zerosFalling).toBe(0);
    const next = run();
    expect((await next.finds(named(12))).size).toBe(0);
    await next.ends();
    expect((await run().finds(['S-13'])).size).toBe(0);
  });

  it('what a person refused stays, also while its level cannot be read', async () => {
    const one = run();
    await one.finds(named(12));
    await one.ends();
    entity.answer(entity.snapshot.questions[0]?.id ?? '', 'refuse');
    const unread = await run().judges([{ sku: 'S-1', productId: 1, variantId: 1, level: undefined, unread: true }]);
    expect(unread.get('S-1')).toBe('refused-by-person');
    // What has no level yet cannot fall.
    expect((await run().judges([{ sku: 'S-1', productId: 1, variantId: 1, level: undefined }])).size).toBe(0);
  });

  it.each(['refused-by-store', 'not-looked-for', 'several-rows', 'tracking-mismatch'] as const)(
    'what stays due for another reason (%s) keeps what a person said of it',
    async (reason) => {
      const one = run();
      await one.finds(named(12));
      await one.ends();
      entity.answer(entity.snapshot.questions[0]?.id ?? '', 'approve');
      const next = run();
      await next.finds(named(12));
      next.leaves(named(11), reason);
      await next.ends();
      expect(entity.snapshot.questions).toMatchObject([{ items: named(11).sort(), answer: { decision: 'approve' } }]);
      expect((await run().finds(named(11))).size).toBe(0);
    },
  );

  it('where it cannot be told or asked, zeros wait', async () => {
    answers = false;
    expect([...(await run().finds(['S-1']))]).toEqual([['S-1', 'cannot-ask']]);
  });
});
