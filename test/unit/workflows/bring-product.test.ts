import type * as Workflow from '@temporalio/workflow';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { expect, it, vi } from 'vitest';
import type { StoreHash } from '../../../src/contract/ids.ts';
import type { CreateProductInput } from '../../../src/contract/products.ts';

/** What each run was begun with; the first so many find another one at it. */
const begun: CreateProductInput[] = [];
let busy: number;
vi.mock('@temporalio/workflow', async (original) => ({
  ...(await original<typeof Workflow>()),
  executeChild: (_: string, { args: [input], workflowId }: { args: [CreateProductInput]; workflowId: string }) => {
    begun.push(input);
    if (begun.length > busy) return Promise.resolve({ sku: input.sku, outcome: 'unchanged', received: false });
    return Promise.reject(new WorkflowExecutionAlreadyStartedError('it is there', workflowId, 'createProduct'));
  },
  sleep: () => Promise.resolve(),
}));
const { bringProduct } = await import('../../../src/workflows/products/bring-product.ts');

const input: CreateProductInput = { storeHash: 'abc123' as StoreHash, sku: 'MUG', productId: 1, variantId: 7 };

it.each([0, 2])(
  'a product that %i tries found another run at: only then is myOGO asked before it is sent',
  async (tries) => {
    begun.length = 0;
    busy = tries;
    await bringProduct({ ...input, judged: true }, true);
    const first = { ...input, judged: true };
    expect(begun).toEqual([first, ...Array.from({ length: tries }, () => ({ ...first, again: true }))]);
  },
);
