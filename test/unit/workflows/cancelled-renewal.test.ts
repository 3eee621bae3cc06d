import type * as Workflow from '@temporalio/workflow';
import { expect, it, vi } from 'vitest';
import type { StoreHash } from '../../../src/contract/ids.ts';
import type { NextProducts } from '../../../src/contract/products.ts';

const storeHash = 'abc123' as StoreHash; // it has the form of one
class Renewed extends Error {}

/** A person's *Request Cancellation*. */
let cancel: () => void;
/** False in a run that began with earlier code. */
let isPatched: boolean;
vi.mock('@temporalio/workflow', async (original) => ({
  ...(await original<typeof Workflow>()),
  CancellationScope: class {
    static readonly current = () => ({
      cancelRequested: new Promise((_, reject) => (cancel = () => reject(new Error()))),
    });
    static readonly nonCancellable = <T>(work: () => Promise<T>) => work();
    readonly run = <T>(work: () => Promise<T>) => work();
    readonly cancel = () => undefined;
  },
  allHandlersFinished: () => true,
  condition: async (holds: () => boolean) => {
    while (!holds()) await new Promise(setImmediate);
  },
  continueAsNew: () => Promise.reject(new Renewed()),
  patched: () => isPatched,
  setCurrentDetails: () => undefined,
  setHandler: () => undefined,
  upsertSearchAttributes: () => undefined,
  workflowInfo: () => ({ continueAsNewSuggested: false }),
}));
vi.mock('../../../src/workflows/products/create-products-activities.ts', () => ({
  nextProducts: (): Promise<NextProducts> =>
    Promise.resolve({
      todo: ['A', 'B'].map((sku, id) => ({ sku, productId: id + 1, variantId: id + 1, isNew: false })),
      ...{ unchanged: 0, refused: [], next: 2, end: true, rows: 2, received: false },
    }),
  // Of a product that came to be ours it is told by the renewal alone.
  awaitGoods: async () => {
    cancel();
    await new Promise(setImmediate);
  },
}));
const brought: string[] = [];
vi.mock('../../../src/workflows/products/bring-product.ts', () => ({
  bringProduct: ({ sku }: { readonly sku: string }) => {
    brought.push(sku);
    return Promise.resolve({ outcome: 'created', received: false });
  },
}));
const { createProducts } = await import('../../../src/workflows/products/create-products.ts');

const run = (patched: boolean) => {
  isPatched = patched;
  brought.length = 0;
  return createProducts({ storeHash, selection: { skus: ['A', 'B'] }, continueAfter: 1, window: 1 });
};

it('a run that is cancelled while it renews itself ends, and creates nothing more', async () => {
  expect(await run(true)).toMatchObject({ cancelled: true, created: 1 });
  expect(brought).toEqual(['A']);
});

it('one that began with earlier code goes on as it did', async () => {
  await expect(run(false)).rejects.toThrow(Renewed);
});
