import { FailureType } from '../../contract/failures.ts';
import type { Metafield } from '../../bigcommerce/orders/order-records.ts';
import { DecisionsField } from '../../contract/registered-names.ts';
import type { UnknownFormat } from '../../domain/orders/learn/answers.ts';
import { HttpFailure } from '../../http/failure.ts';
import type { OpenConnection } from '../runtime/connections.ts';
import type { Dependencies } from '../runtime/dependencies.ts';
import { activityFailure } from '../runtime/failures.ts';
import { againWhereUnclear } from '../runtime/retry-unreadable.ts';
import type { OfOrder } from './read-order.ts';
import type { KeptDocument } from '../../domain/orders/facts/decision-facts.ts';

/** The field as people are told of it. */
const FIELD = `${DecisionsField.namespace}/${DecisionsField.key}`;

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
        const open = await deps.connections.open(storeHash, 'orders', { fresh });
        if (await keepOnOrder(open, orderId, document)) return;
        const message = `The decisions do not go into the metafield ${FIELD} of the store’s order: it is too small for them, or another build wrote it.`;
        throw activityFailure(FailureType.unexpectedResponse, message, { side: 'bigcommerce', field: FIELD });
      });
    },
  };
}

/**
 * Writes the document, whole, in place of what was there. Two requests.
 * @returns false where it is too long, or where this build cannot read what is there: that is never written over
 */
export async function keepOnOrder(
  { store }: OpenConnection,
  orderId: number,
  document: KeptDocument,
): Promise<boolean> {
  const value = valueOf(document);
  if (value === undefined) return false;
  const metafield = { ...DecisionsField, value };
  const found = async () => (await store.metafields.list(orderId, DecisionsField))[0];
  const replace = async (there: Metafield): Promise<boolean> => {
    if (there.value === value) return true;
    if ('unknownFormat' in read(there.value)) return false;
    await store.metafields.update(orderId, there.id, metafield);
    return true;
  };
  const there = await found();
  if (there !== undefined) return replace(there);
  try {
    await store.metafields.create(orderId, metafield);
    return true;
  } catch (error) {
    // An answer that was lost, or another worker: the key is there now, and holds the same or an older document.
    const isThere = error instanceof HttpFailure && error.detail.status === 409;
    const now = isThere ? await found() : undefined;
    if (now === undefined) throw error;
    return replace(now);
  }
}

/** @returns false where the store's order does not take it: that must not keep a decision from taking effect. An outage throws. */
export async function keepUnlessRefused(...of: Parameters<typeof keepOnOrder>): Promise<boolean> {
  try {
    return await keepOnOrder(...of);
  } catch (error) {
    if (error instanceof HttpFailure && refusals.includes(error.type)) return false;
    throw error;
  }
}

const refusals: readonly FailureType[] = [FailureType.scopeMissing, FailureType.notFound, FailureType.rejected];

/** What is kept on an order; `undefined` where nothing is. */
export async function keptOn({ store }: OpenConnection, orderId: number): Promise<Kept | undefined> {
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

/** The orders, of all, about which something is kept. One whose row cannot be read is not among them: people are asked about it. */
export async function ordersWithDecisions({ store }: OpenConnection): Promise<readonly number[]> {
  const { rows } = await store.metafields.ordersWith(DecisionsField);
  return rows.map(({ orderId }) => orderId);
}

/** What is kept, or what it is where this build cannot read it: nobody knows then what people decided. */
type Kept = { readonly kept: KeptDocument } | { readonly unknownFormat: UnknownFormat };

function read(value: string): Kept {
  const document = parsed(value);
  const format =
    typeof document === 'object' && document !== null && 'format' in document ? document.format : undefined;
  if (format === 1) return { kept: document as KeptDocument }; // written by our own runs
  return { unknownFormat: { of: FIELD, ...(typeof format === 'number' ? { format } : {}) } };
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

/** The newest decisions matter most: older ones go first where the field is too small. `undefined` where the rest is. */
function valueOf(document: KeptDocument): string | undefined {
  for (let from = 0; from <= document.decisions.length; from += 1) {
    const value = JSON.stringify({ ...document, decisions: document.decisions.slice(from) });
    if (value.length <= MAX_VALUE) return value;
  }
  return undefined;
}
