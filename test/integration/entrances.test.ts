import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { workflowId } from '../../src/contract/ids.ts';
import { goodsInMessages } from '../../src/contract/messages.ts';
import { TaskQueue, WorkflowType } from '../../src/contract/temporal.ts';
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
      workflowExecutionTimeout: '20s',
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
});
