import { takeCreated } from '../../domain/orders/learn/learn-acts.ts';
import { awaitedAs } from '../../domain/products/awaited-as.ts';
import { bringProduct } from '../products/bring-product.ts';
import { productsFailure } from '../products/create-products-failure.ts';
import { awaitGoods } from './order-activities.ts';
import type { Knowledge } from './knowledge.ts';
import type { ActOf } from '../../domain/orders/steps/steps.ts';

/** The merchant wants products created that an order needs: then it is handed over at once. */
export async function createMissing(known: Knowledge, act: ActOf<'create-products'>): Promise<void> {
  const { storeHash } = known.facts;
  const outcomes: string[] = [];
  // Told before anything is sent: its stock in the store stays as it is until the warehouse has received the first goods.
  await awaitGoods({ storeHash, ...awaitedAs(act.products), received: false });
  for (const product of act.products) {
    const { outcome } = await bringProduct({ storeHash, ...product }, true).catch(async (error: unknown) => {
      // Another run, or a try whose answer was lost, may have created it: only what was refused is awaited no more.
      if (productsFailure(error)?.kind === 'refused')
        await awaitGoods({ storeHash, awaited: [], dropped: [product.sku], received: false });
      throw error;
    });
    outcomes.push(`product ${product.sku} ${outcome} in myOGO`);
  }
  known.learn((facts, now) => takeCreated(facts, act, outcomes, now));
}
