import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import fc from 'fast-check';
import {
  WorkflowFailedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  type WorkflowHandle,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import proto from '@temporalio/proto';
import { workflowId } from '../../src/contract/ids.ts';
import {
  goodsInMessages,
  hintMessages,
  integrationMessages,
  merchantGoodsMessages,
  orderMessages,
  owedMessages,
  productMessages,
  watchMessages,
} from '../../src/contract/messages.ts';
import { TaskQueue, WorkflowType } from '../../src/contract/temporal.ts';
import { isLong } from '../support/sample.ts';
import { openShop, type Shop } from '../support/shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop(inject('temporalAddress'));
  await shop.connect();
});
afterAll(() => shop.close());

describe('a run that was started with what it cannot use ends at once and says why', () => {
  const storeHash = 'abc123';
  const rubbish: readonly (readonly [workflow: keyof typeof WorkflowType, args: readonly unknown[], field: string])[] =
    [
      ['goodsIn', [], 'input'],
      ['goodsIn', [{ storeHash: 5 }], 'storeHash'],
      ['goodsIn', [{ storeHash }, { awaited: 1 }], 'carried'],
      ['createProducts', [], 'input'],
      ['createProducts', [{ storeHash }], 'selection'],
      ['createProducts', [{ storeHash, selection: { skus: 'MUG' } }], 'selection'],
      ['createProducts', [{ storeHash, selection: { all: true }, window: 'many' }], 'window'],
      ['createProducts', [{ storeHash, selection: { all: true } }, {}], 'carried'],
      ['createProduct', [], 'input'],
      ['createProduct', [{ storeHash, sku: 'MUG', productId: '7', variantId: 8 }], 'productId'],
      ['latestChanges', [], 'input'],
      ['latestChanges', ['abc123'], 'input'],
      ['latestChanges', [{ storeHash, everyMs: -1 }], 'everyMs'],
      ['reconcile', [null], 'input'],
      ['reconcile', [{ storeHash, catchUp: { myogoStock: 'soon' } }], 'catchUp.myogoStock'],
      ['integration', [], 'input'],
      ['integration', ['abc123'], 'input'],
      ['integration', [{ storeHash: 'NOT A HASH' }], 'storeHash'],
      ['integration', [{ storeHash, continues: { merchantId: 'm' } }], 'continues.endedAt'],
      ['integration', [{ storeHash }, { connected: true }], 'carried'],
      ['fulfilOrder', [], 'input'],
      ['fulfilOrder', [{ storeHash, orderId: '100' }], 'orderId'],
      ['owedLedger', [], 'input'],
      ['owedLedger', [{ storeHash }], 'shard'],
      ['owedLedger', [{ storeHash, shard: 1.5 }], 'shard'],
      ['owedLedger', [{ storeHash, shard: 1, rebuild: 'yes' }], 'rebuild'],
      ['owedLedger', [{ storeHash, shard: 1 }, { rows: [] }], 'carried'],
      ['awaitedPart', [null], 'input'],
      ['awaitedPart', [{ storeHash: 7, shard: 1 }], 'storeHash'],
      ['awaitedPart', [{ storeHash, shard: -1 }], 'shard'],
      ['awaitedPart', [{ storeHash, shard: 1 }, 'A'], 'carried'],
      ['merchantGoods', [], 'input'],
      ['merchantGoods', [{ merchantId: 7 }], 'merchantId'],
      ['merchantGoods', [{ merchantId: ' ' }], 'merchantId'],
      ['merchantGoods', [{ merchantId: 'm' }, []], 'carried'],
      ['lookup', [], 'input'],
      ['lookup', [{ storeHash, request: { kind: 'everything' } }], 'request.kind'],
      ['lookup', [{ storeHash, request: { kind: 'order', orderId: null } }], 'request.orderId'],
    ];

  test.each(rubbish)('%s with %j names the field %s', async (workflow, args, field) => {
    const handle = await shop.worker.client.workflow.start(WorkflowType[workflow], {
      workflowId: `entrance:${randomUUID()}`,
      taskQueue: TaskQueue.main,
      args: [...args],
      workflowTaskTimeout: '5s',
      workflowExecutionTimeout: '2m',
    });
    const error: unknown = await handle.result().catch((reason: unknown) => reason);
    if (!(error instanceof WorkflowFailedError) || !(error.cause instanceof ApplicationFailure)) throw error;
    const { type, nonRetryable, details, message } = error.cause;
    expect({ type, nonRetryable }).toEqual({ type: 'InvalidInput', nonRetryable: true });
    expect(details).toEqual([{ field, expected: expect.any(String) }]);
    expect(message).toMatch(/\. Expected: .+\.$/);
  });
});

describe('a signal that cannot be meant has no effect', () => {
  test('awaited goods are what they were', async () => {
    const { storeHash, worker } = shop;
    const goodsIn = await worker.client.workflow.signalWithStart(WorkflowType.goodsIn, {
      workflowId: workflowId.goodsIn(storeHash),
      taskQueue: TaskQueue.main,
      args: [{ storeHash }],
      signal: goodsInMessages.awaitGoods,
      signalArgs: [{ awaited: ['MUG-ENAMEL'], received: false }],
    });
    for (const said of [
      undefined,
      null,
      5,
      {},
      { awaited: 'BLANKET-WOOL', received: false },
      { awaited: [['A\nB']] },
    ]) {
      await goodsIn.signal('awaitGoods', said);
    }
    await goodsIn.signal('awaitGoods');
    expect(await goodsIn.query(goodsInMessages.awaited)).toEqual(['MUG-ENAMEL']);
  });

  /** What nobody who knows the message would send. */
  const never = [undefined, null, 5, 'A', [], {}, [null], [5], [{}], { storeHash: 5 }, { skus: 'A' }, ['A\nB', 5]];

  test('a part of the ledger keeps its rows', async () => {
    const { storeHash, worker } = shop;
    const part = await worker.client.workflow.signalWithStart(WorkflowType.owedLedger, {
      workflowId: workflowId.owed(storeHash, 1),
      taskQueue: TaskQueue.main,
      args: [{ storeHash, shard: 1 }],
      signal: owedMessages.report,
      signalArgs: [[{ orderId: 5, revision: 2, owed: { 'MUG-ENAMEL': 3 } }]],
    });
    const reports: readonly unknown[] = [
      ...never.filter((said) => !Array.isArray(said) || said.length > 0),
      [{ orderId: '5', revision: 3, owed: {} }],
      [{ orderId: 5, revision: 3 }],
      [{ orderId: 5, revision: 3, owed: { 'MUG-ENAMEL': -1 } }],
      [{ orderId: 5, revision: 3, owed: { 'MUG-ENAMEL': 1.5 } }],
      // One bad report among good ones: nothing of it is taken.
      [{ orderId: 5, revision: 3, owed: {} }, { orderId: 9 }],
    ];
    for (const said of reports) await part.signal('report', said);
    await part.signal('report');
    expect(await part.query(owedMessages.rows, -1)).toEqual({
      rows: [{ orderId: 5, revision: 2, owed: { 'MUG-ENAMEL': 3 } }],
      complete: true,
    });
    expect(await isHealthy(part)).toBe(true);
    await part.terminate('the test is over');
  });

  test('a part of the awaited SKUs keeps them', async () => {
    const { storeHash, worker } = shop;
    const part = await worker.client.workflow.signalWithStart(WorkflowType.awaitedPart, {
      workflowId: workflowId.awaited(storeHash, 1),
      taskQueue: TaskQueue.main,
      args: [{ storeHash, shard: 1 }],
      signal: goodsInMessages.keepAwaited,
      signalArgs: [{ skus: ['MUG-ENAMEL'], message: 1 }],
    });
    const kept: readonly unknown[] = [
      ...never,
      { skus: ['BLANKET-WOOL'] },
      { skus: ['A\nB'], message: 2 },
      { skus: [''], message: 2 },
    ];
    for (const said of kept) await part.signal('keepAwaited', said);
    for (const said of never) await part.signal('goodsCame', said);
    await part.signal('goodsCame', ['MUG-ENAMEL', 5]);
    expect(await part.query(goodsInMessages.awaited)).toEqual(['MUG-ENAMEL']);
    expect(await isHealthy(part)).toBe(true);
    await part.terminate('the test is over');
  });

  test('the run of a merchant knows the stores that it knew', async () => {
    const { storeHash, worker } = shop;
    const run = await worker.client.workflow.signalWithStart(WorkflowType.merchantGoods, {
      workflowId: workflowId.merchantGoods('somebody-else'),
      taskQueue: TaskQueue.main,
      args: [{ merchantId: 'somebody-else' }],
      signal: merchantGoodsMessages.awaits,
      signalArgs: [{ storeHash, inParts: false }],
    });
    for (const said of [...never, { storeHash }, { storeHash: 'A B', inParts: true }]) await run.signal('awaits', said);
    for (const said of [...never, storeHash.toUpperCase() + '!', { storeHash }]) await run.signal('awaitsNoMore', said);
    for (const said of never) await run.signal('goodsCame', said);
    expect(await run.query(merchantGoodsMessages.who)).toEqual([{ storeHash, inParts: false }]);
    expect(await isHealthy(run)).toBe(true);
    await run.terminate('the test is over');
  });

  test('the integration is what it was, whatever other runs report', async () => {
    const entity = shop.worker.client.workflow.getHandle(workflowId.integration(shop.storeHash));
    const before = [await entity.query(integrationMessages.status), await entity.query(integrationMessages.questions)];
    for (const signal of ['accessRefused', 'reportDue', 'scheduleSeen']) {
      for (const said of never) {
        if (signal === 'scheduleSeen' && JSON.stringify(said) === '{}') continue; // says that nobody has paused it
        await entity.signal(signal, said);
      }
      await entity.signal(signal);
    }
    await entity.signal('accessRefused', { side: 'nobody', type: 'CredentialsRejected', credentialsVersion: 1 });
    await entity.signal('reportDue', { kind: 'stock-brake', due: [5], over: [] });
    await entity.signal('scheduleSeen', { pausedByPerson: 5 });
    expect([await entity.query(integrationMessages.status), await entity.query(integrationMessages.questions)]).toEqual(
      before,
    );
    expect(await isHealthy(entity)).toBe(true);
  });
});

describe('an update that cannot be meant is refused, and changes nothing', () => {
  const nothing = [undefined, null, 5, 'A', [], {}];
  const updates: readonly (readonly [update: string, said: readonly unknown[]])[] = [
    ['connect', [...nothing, { merchantId: 5, sealed: 'A' }]],
    ['rotateCredentials', [...nothing, { sealed: 'a token in clear', parts: ['bigcommerce'] }]],
    ['changeSettings', [...nothing, { patch: { goodsInEvery: 5 }, by: 'A' }, { patch: { goodsInEvery: '1h' } }]],
    ['linkShippingMethod', [...nothing, { method: 'DHL*' }, { method: ' ', code: 'A' }, { method: 'A', code: 5 }]],
    ['unlinkShippingMethod', [...nothing, { method: 5 }]],
    ['enableLatestChanges', [5, 'A', [], { every: 5 }, { every: 'soon' }, { force: 'yes' }]],
    ['pause', [...nothing, { reason: ' ' }, { reason: 'A', by: 5 }]],
    ['answer', [...nothing, { questionId: 'no-such-one', decision: 'approve' }, { questionId: 5, decision: 'maybe' }]],
  ];

  test.each(updates)('%s', async (update, said) => {
    const entity = shop.worker.client.workflow.getHandle(workflowId.integration(shop.storeHash));
    const before = await entity.query(integrationMessages.status);
    for (const one of said) {
      const error: unknown = await entity.executeUpdate(update, { args: [one] }).catch((reason: unknown) => reason);
      if (!(error instanceof WorkflowUpdateFailedError) || !(error.cause instanceof ApplicationFailure)) {
        throw new Error(`${update} took ${JSON.stringify(one)}`, { cause: error });
      }
      expect(error.cause.type).toBe('InvalidInput');
      expect(error.cause.details).toEqual([
        expect.objectContaining({ field: expect.any(String), expected: expect.any(String) }),
      ]);
    }
    expect(await entity.query(integrationMessages.status)).toEqual(before);
    expect(await isHealthy(entity)).toBe(true);
  });
});

describe('generated rubbish', () => {
  const seed = isLong ? Date.now() : 19;
  const numRuns = isLong ? 40 : 2;
  /** What a form may send: any JSON, and objects whose fields have known names and no sense. */
  const fields = [
    'storeHash',
    'orderId',
    'kind',
    'reason',
    'patch',
    'by',
    'method',
    'code',
    'sealed',
    'parts',
    'source',
  ];
  const rubbish = fc.oneof(fc.jsonValue(), fc.dictionary(fc.constantFrom(...fields), fc.jsonValue(), { maxKeys: 4 }));
  const some = () => fc.sample(rubbish, { seed, numRuns });

  test.each(Object.values(WorkflowType).filter((type) => type !== WorkflowType.maintain))(
    'a run of %s that is started with it ends at once and says why',
    async (type) => {
      for (const said of some()) {
        const run = shop.worker.client.workflow.execute(type, {
          workflowId: `entrance:${randomUUID()}`,
          taskQueue: TaskQueue.main,
          args: [said],
          workflowExecutionTimeout: '2m',
        });
        await expect(run, JSON.stringify({ seed, said })).rejects.toMatchObject({ cause: { type: 'InvalidInput' } });
      }
    },
  );

  test('sent by every message of an integration and an order fails no task, and every form says what it takes', async () => {
    const { workflow } = shop.worker.client;
    const { orderId } = shop.placeOrder({ shippingMethod: 'Nobody’s', country: 'FI' });
    await shop.startOrder(orderId);
    await shop.until(orderId, ({ stage }) => stage === 'held');
    const runs = [
      [workflow.getHandle(workflowId.integration(shop.storeHash)), integrationMessages],
      [workflow.getHandle(workflowId.fulfilOrder(shop.storeHash, orderId)), orderMessages],
    ] as const;
    const ends = ['disconnect', 'cancel'];
    for (const [run, messages] of runs) {
      for (const { type, name } of Object.values<{ type: string; name: string }>(messages)) {
        if (ends.includes(name)) continue; // they take no data, and end the run
        for (const said of some()) {
          if (type === 'signal') await run.signal(name, said);
          if (type === 'update') await run.executeUpdate(name, { args: [said] }).catch(() => undefined);
        }
      }
      expect(await isHealthy(run), JSON.stringify({ seed })).toBe(true);
      const told = await run.query<{ definition?: Definitions }>('__temporal_workflow_metadata');
      const forms = [...(told.definition?.signalDefinitions ?? []), ...(told.definition?.updateDefinitions ?? [])];
      expect(forms.length).toBeGreaterThan(4);
      expect(forms.filter(({ description = '' }) => !/ata[:.]|No data/.test(description))).toEqual([]);
    }
  });

  test('sent by every signal of all other runs fails no task and ends none, and every form says what it takes', async () => {
    const { workflow } = shop.worker.client;
    const { storeHash } = shop;
    const all = [
      ['goodsIn', { storeHash }, goodsInMessages],
      ['awaitedPart', { storeHash, shard: 3 }, goodsInMessages],
      ['owedLedger', { storeHash, shard: 3 }, owedMessages],
      ['merchantGoods', { merchantId: 'rubbish' }, merchantGoodsMessages],
      ['hints', { storeHash }, hintMessages],
      ['changesWatch', { group: '0-of-1' }, watchMessages],
      ['createProducts', { storeHash, selection: { skus: ['MUG-ENAMEL'] } }, productMessages],
    ] as const;
    for (const [kind, input, messages] of all) {
      const id = { workflowId: `entrance:${randomUUID()}`, taskQueue: TaskQueue.main, args: [input] };
      const run = await workflow.start(WorkflowType[kind], { ...id, workflowExecutionTimeout: '1m' });
      for (const { type, name } of Object.values<{ type: string; name: string }>(messages)) {
        // One that has ended meanwhile by itself takes no more.
        if (type === 'signal') for (const said of some()) await run.signal(name, said).catch(unlessEnded);
      }
      const told = await run.query<{ definition?: Definitions }>('__temporal_workflow_metadata');
      const forms = told.definition?.signalDefinitions ?? [];
      expect(forms.length, kind).toBeGreaterThan(0);
      expect(forms.filter(({ description = '' }) => !/ata[:.]|No data/.test(description))).toEqual([]);
      expect(await failuresOf(run), `${kind} ${JSON.stringify({ seed })}`).toEqual([]);
      expect(['RUNNING', 'COMPLETED', 'CONTINUED_AS_NEW']).toContain((await run.describe()).status.name);
      await run.terminate().catch(unlessEnded);
    }
  });
});

function unlessEnded(error: unknown): void {
  if (!(error instanceof WorkflowNotFoundError)) throw error;
}

interface Definitions {
  readonly signalDefinitions?: readonly { readonly name: string; readonly description?: string }[];
  readonly updateDefinitions?: readonly { readonly name: string; readonly description?: string }[];
}

/** True where the run goes on and none of its tasks has failed. */
async function isHealthy(run: WorkflowHandle): Promise<boolean> {
  return (await failuresOf(run)).length === 0 && (await run.describe()).status.name === 'RUNNING';
}

const UNHANDLED_COMMAND =
  proto.temporal.api.enums.v1.WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND;

/** Why its tasks have failed. A run that would end while a signal comes is asked again: that is no failure. */
async function failuresOf(run: WorkflowHandle): Promise<readonly string[]> {
  const { events } = await run.fetchHistory();
  return (events ?? []).flatMap(({ workflowTaskFailedEventAttributes: failed }) =>
    failed == null || failed.cause === UNHANDLED_COMMAND ? [] : [failed.failure?.message ?? 'without words'],
  );
}
