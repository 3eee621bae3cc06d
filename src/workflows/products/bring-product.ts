import { executeChild, ParentClosePolicy, sleep } from '@temporalio/workflow';
import { workflowId } from '../../contract/ids.ts';
import type { CreateProductInput, CreateProductResult } from '../../contract/products.ts';
import { Memo } from '../../contract/registered-names.ts';
import { skuKey } from '../../domain/products/sku.ts';
import type { createProduct } from './create-product.ts';
import { productsFailure } from './create-products-failure.ts';

/** Pauses for another run of the same product, each longer than the one before: a minute in all. */
const BUSY_PAUSES_MS = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000];

/**
 * Brings one product to myOGO by its own run, whoever needs it: one product has one run, and what was sent once is looked up
 * before it is sent again.
 * @param isNew myOGO does not have it: that its first goods are awaited was told before
 */
export async function bringProduct(input: CreateProductInput, isNew: boolean): Promise<CreateProductResult> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await executeChild<typeof createProduct>('createProduct', {
        workflowId: workflowId.createProduct(input.storeHash, skuKey(input.sku)),
        // Whatever another run was at may be there now.
        args: [tries === 0 ? input : { ...input, again: true }],
        ...(isNew ? { memo: { [Memo.awaitsGoods]: true } } : {}),
        // A terminated parent lets its children end what they began.
        parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
      });
    } catch (error) {
      const pause = BUSY_PAUSES_MS[tries];
      if (productsFailure(error)?.kind !== 'busy' || pause === undefined) throw error;
      await sleep(pause, { summary: 'Another run is at this product' });
    }
  }
}
