import { isObject } from '../../dev/stand-ins/exchange.ts';
import type { LifeWorld } from './engine/life-world.ts';
import type { Machine } from './engine/machine.ts';
import { fromPayload } from './engine/payloads.ts';

/** SKUs of visible goods that one row alone carries. */
export function ordinarySkus({ control }: LifeWorld, storeHash: string): string[] {
  const { catalogue } = control.store(storeHash);
  return catalogue.variantIds.flatMap((id) => {
    const variant = catalogue.variants.get(id);
    const fits = variant?.product.type === 'physical' && variant.product.isVisible && /^[\w-]+$/.test(variant.sku);
    return fits && catalogue.withSku(variant.sku).length === 1 ? [variant.sku] : [];
  });
}

/** Everything that was stored in histories, memos and results, as text. */
export function storedText(machine: Machine): string {
  return machine
    .runs()
    .flatMap((run) => [
      ...run.log.flatMap(({ jobs }) => jobs.flatMap(payloadsIn)),
      ...Object.values(run.memo).map(text),
      text(run.result),
    ])
    .join('\n');
}

const text = (payload: Parameters<typeof fromPayload>[0]): string => JSON.stringify(fromPayload(payload));

/** Every payload in a job, wherever it stands. */
function payloadsIn(job: unknown): string[] {
  if (Array.isArray(job)) return job.flatMap(payloadsIn);
  if (!isObject(job)) return [];
  if (job['data'] instanceof Uint8Array) return [Buffer.from(job['data']).toString('utf8')];
  return Object.values(job).flatMap(payloadsIn);
}
