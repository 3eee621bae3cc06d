import { FailureType } from '../../contract/failures.ts';
import { DecisionsField } from '../../contract/registered-names.ts';
import type { KeptDocument } from '../../domain/orders/facts/kept.ts';
import { HttpFailure } from '../../http/failure.ts';
import type { OpenConnection } from '../runtime/connections.ts';
import type { Dependencies } from '../runtime/dependencies.ts';
import { againWhereUnclear } from '../runtime/retry-unreadable.ts';
import type { OfOrder } from './read-order.ts';

/** The store's limit of a metafield's value. */
const MAX_VALUE = 65_535;

interface KeepRequest extends OfOrder {
  readonly document: KeptDocument;
  readonly fresh?: boolean;
}

/** What both sides cannot tell, on the store's order. */
export function createKeepDecisions(deps: Dependencies) {
  return {
    keepDecisions({ storeHash, orderId, document, fresh = false }: KeepRequest): Promise<void> {
      return againWhereUnclear(async () => {
        await keepOnOrder(await deps.connections.open(storeHash, 'orders', { fresh }), orderId, document);
      });
    },
  };
}

/** Writes the document, whole, in place of what was there. Two requests. */
export async function keepOnOrder({ store }: OpenConnection, orderId: number, document: KeptDocument): Promise<void> {
  const value = valueOf(document);
  const metafield = { ...DecisionsField, value };
  const [there] = await store.metafields.list(orderId, DecisionsField);
  if (there?.value === value) return;
  if (there !== undefined) {
    await store.metafields.update(orderId, there.id, metafield);
    return;
  }
  try {
    await store.metafields.create(orderId, metafield);
  } catch (error) {
    // An answer that was lost, or another worker: the key is there now, and holds the same or an older document.
    const there409 = error instanceof HttpFailure && error.detail.status === 409;
    if (!there409) throw error;
    const [now] = await store.metafields.list(orderId, DecisionsField);
    if (now === undefined) throw error;
    await store.metafields.update(orderId, now.id, metafield);
  }
}

/** @returns false where the store takes no such field: that must not keep a decision from taking effect. An outage throws. */
export async function keepUnlessRefused(...of: Parameters<typeof keepOnOrder>): Promise<boolean> {
  try {
    await keepOnOrder(...of);
    return true;
  } catch (error) {
    if (error instanceof HttpFailure && refusals.includes(error.type)) return false;
    throw error;
  }
}

const refusals: readonly FailureType[] = [FailureType.scopeMissing, FailureType.notFound, FailureType.rejected];

/** What is kept on an order; `undefined` where nothing is, or nothing that this build can read. */
export async function keptOn({ store }: OpenConnection, orderId: number): Promise<KeptDocument | undefined> {
  try {
    const [there] = await store.metafields.list(orderId, DecisionsField);
    return there === undefined ? undefined : read(there.value);
  } catch (error) {
    // No permission for metafields: then nothing was kept there either.
    if (
      error instanceof HttpFailure &&
      (error.type === FailureType.scopeMissing || error.type === FailureType.notFound)
    )
      return undefined;
    throw error;
  }
}

/** The orders, of all, about which something is kept. */
export function ordersWithDecisions({ store }: OpenConnection): Promise<readonly number[]> {
  return store.metafields.ordersWith(DecisionsField);
}

function read(value: string): KeptDocument | undefined {
  try {
    const document: unknown = JSON.parse(value);
    const known = typeof document === 'object' && document !== null && 'format' in document && document.format === 1;
    return known ? (document as KeptDocument) : undefined; // written by our own runs
  } catch {
    return undefined;
  }
}

/** The newest decisions matter most: older ones go first where the field is too small. */
function valueOf(document: KeptDocument): string {
  for (let from = 0; ; from += 1) {
    const value = JSON.stringify({ ...document, decisions: document.decisions.slice(from) });
    if (value.length <= MAX_VALUE || from >= document.decisions.length) return value.slice(0, MAX_VALUE);
  }
}
