import { proxyActivities } from '@temporalio/workflow';
import type { CreateProductInput, CreateProductResult } from '../contract/products.ts';
import type { createProductActivities } from '../activities/products.ts';

const { createProduct: bring } = proxyActivities<Pick<ReturnType<typeof createProductActivities>, 'createProduct'>>({
  startToCloseTimeout: '2m',
  // An outage of a day is waited out; the run that asked then reports the product and goes on.
  scheduleToCloseTimeout: '1 day',
  heartbeatTimeout: '20s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '5m' },
  summary: 'Bring to myOGO',
});

/** One product, one SKU: created in myOGO, or updated where the store changed it. */
export async function createProduct(input: CreateProductInput): Promise<CreateProductResult> {
  return bring(input);
}
