import { executeChild, ParentClosePolicy, sleep } from '@temporalio/workflow';
import { workflowId } from '../../contract/ids.ts';
import type { CreateProductInput, CreateProductResult } from '../../contract/products.ts';
import { skuKey } from '../../domain/products/sku.ts';
import type { createProduct } from './create-product.ts';
import { productsFailure } from './create-products-failure.ts';

/** How often another run of the same product is waited for, and how long each time. */
const BUSY_TRIES = 20;
const BUSY_WAIT = '3s';

/**
 * Brings one product to myOGO by its own run, whoever needs it: one product has one run, and what was sent once is looked up
 * before it is sent again.
 */
export async function bringProduct(input: CreateProductInput): Promise<CreateProductResult> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await executeChild<typeof createProduct>('createProduct', {
        workflowId: workflowId.createProduct(input.storeHash, skuKey(input.sku)),
        args: [input],
        // A terminated parent lets its children end what they began.
        parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
      });
    } catch (error) {
      if (productsFailure(error)?.kind !== 'busy' || tries >= BUSY_TRIES) throw error;
      await sleep(BUSY_WAIT, { summary: 'Another run is at this product' });
    }
  }
}
