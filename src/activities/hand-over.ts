import { Context } from '@temporalio/activity';
import { FailureType } from '../contract/failures.ts';
import type { Reference, StoreHash } from '../contract/ids.ts';
import {
  StoreStatus,
  type AddressDigests,
  type CancelResult,
  type EditResult,
  type HandOverResult,
  type MyOgoOrderChanged,
  type Pieces,
  type PlannedAddress,
  type StoreOrderChanged,
  type WarehouseFinding,
} from '../contract/orders.ts';
import { changedFields, fullyShipped, orderedGoods, planAddresses } from '../domain/order-plan.ts';
import { statusMeaning } from '../domain/order-status.ts';
import { refusedOrderReason } from '../domain/refusal-words.ts';
import type { WarehouseOrder } from '../domain/warehouse-order.ts';
import type { Order, OrderRow } from '../bigcommerce/order-schema.ts';
import { HttpFailure } from '../http/failure.ts';
import type { Order as MyogoOrder } from '../myogo/orders.ts';
import { addressDigester } from './address-digests.ts';
import type { OpenConnection } from './connections.ts';
import type { Dependencies } from './dependencies.ts';
import { orderBody } from './hand-over-body.ts';
import { takeRecentOrder } from './recent-orders.ts';
import { againWhereUnclear } from './unclear-answers.ts';
import { cancelUnder, editUnder, type EditRequest } from './warehouse-changes.ts';
import { Held, lookUnder, warehouseNews } from './warehouse-look.ts';
import { writing } from './write-once.ts';

export interface WarehouseRequest {
  readonly storeHash: StoreHash;
  readonly orderId: number;
  readonly reference: Reference;
  /** All goods that our order may hold: anything else under the reference is not ours. */
  readonly goods: readonly Pieces[];
}

export interface HandOverRequest {
  readonly storeHash: StoreHash;
  readonly orderId: number;
  readonly reference: Reference;
  readonly address: PlannedAddress;
  readonly code: string;
  /** True where this is the order's last address: the store's status then moves on in the same activity. */
  readonly last: boolean;
  /** Asked for by a person: taken whatever the status, unless the order was cancelled. */
  readonly byHand: boolean;
  /** Its status was one that is handed over: a part that was shipped or refunded since does not stop the rest. */
  readonly accepted: boolean;
  /** A person decided to send it again although the warehouse cancelled it. */
  readonly again: boolean;
  readonly digestKey?: string;
}

/** What fulfilment asks of the warehouse's side. All personal data goes straight through, inside one activity. */
export function createHandOverActivities(deps: Dependencies) {
  const news = (storeHash: StoreHash, order: MyogoOrder): MyOgoOrderChanged => {
    deps.changes.remember('myogo-order', storeHash, order.reference, `${order.status}@${order.editTime}`);
    return warehouseNews(order);
  };

  const counted = (result: HandOverResult): HandOverResult => {
    deps.metrics.handOvers(1, { outcome: result.kind === 'handed-over' ? result.outcome : result.kind });
    return result;
  };

  return {
    /** Looks what the warehouse holds under a reference, for a run that may not be the first of its order. */
    lookUpInWarehouse({ storeHash, reference, goods }: WarehouseRequest): Promise<WarehouseFinding> {
      return againWhereUnclear(async () => {
        const open = await deps.connections.open(storeHash, 'orders');
        try {
          const found = await lookUnder(open, reference, goods);
          return found === undefined ? { kind: 'none' } : { kind: 'found', order: warehouseNews(found) };
        } catch (error) {
          if (error instanceof Held) return { kind: 'hold', reason: error.reason, message: error.message };
          throw error;
        }
      });
    },

    /** Creates the order of one address in myOGO, exactly once. Two requests to each side, for a last address. */
    handOver(request: HandOverRequest): Promise<HandOverResult> {
      const { storeHash, orderId, reference, address } = request;
      const attempt = againWhereUnclear(() =>
        writing(deps.settleMs, async (once): Promise<HandOverResult> => {
          const open = await deps.connections.open(storeHash, 'orders');
          // The personal data must not pass through a history: it is read here, or was by this process a moment ago.
          const recent = takeRecentOrder(deps, storeHash, orderId);
          const order =
            (Context.current().info.attempt === 1 ? recent : undefined) ??
            (await open.store.orders.get(orderId, { withLines: true }));
          const fresh = planAddresses(order).addresses.find(({ addressId }) => addressId === address.addressId);
          if (fresh === undefined || fullyShipped(fresh) || changedFields(address, fresh).length > 0) {
            return { kind: 'changed' };
          }
          if (!mayBeHandedOver(open, order, request)) return { kind: 'changed' };
          try {
            const made = await orderBody(deps, open, order, { ...request, address: fresh });
            if (made.kind === 'products-missing') return made;
            const goods = orderedGoods(fresh);
            const { found, value } = await once<MyogoOrder>({
              side: 'myogo',
              look: () => lookUnder(open, reference, goods),
              send: () => create(open, made.body, goods),
            });
            if (!found) deps.metrics.handOverLatency((Date.now() - Date.parse(order.dateModified)) / 1_000);
            const again = found && request.again && value.status === 'CANCELLED';
            const current = again ? await reactivate(open, made.body, goods) : value;
            if (current.status === 'CANCELLED') {
              throw new Held('cancelled-in-warehouse', 'The warehouse has cancelled this order.', current);
            }
            const digests = digestsOf(deps, request, order);
            return {
              kind: 'handed-over',
              outcome: again ? 'reactivated' : found ? 'adopted' : 'created',
              order: news(storeHash, current),
              ...(digests === undefined || (found && !sameDigests(digests, address.digests)) ? {} : { digests }),
              ...(request.last ? await moveOn(deps, open, order) : {}),
            };
          } catch (error) {
            if (!(error instanceof Held)) throw error;
            const { reason, message } = error;
            const there = error.order === undefined ? {} : { order: news(storeHash, error.order) };
            return { kind: 'hold', reason, message, versions: open.versions, ...there };
          }
        }),
      );
      return attempt.then(counted);
    },

    /** Cancels an order that was handed over, and reads back whether it was. */
    cancelInWarehouse(request: WarehouseRequest): Promise<CancelResult> {
      return againWhereUnclear(async () => {
        const open = await deps.connections.open(request.storeHash, 'orders');
        return cancelUnder(open, request, (order) => news(request.storeHash, order));
      });
    },

    /** Sends a change of the store's order after hand-over, and reads back whether it was taken. */
    editInWarehouse(request: EditRequest): Promise<EditResult> {
      return againWhereUnclear(async () => {
        const open = await deps.connections.open(request.storeHash, 'orders');
        const order = await open.store.orders.get(request.orderId, { withLines: true });
        const result = await editUnder(deps, open, order, request, (row) => news(request.storeHash, row));
        const digests = digestsOf(deps, request, order);
        return result.kind === 'edited' && digests !== undefined ? { ...result, digests } : result;
      });
    },
  };
}

function mayBeHandedOver(
  { connection: { settings } }: OpenConnection,
  order: Order,
  { byHand, accepted }: HandOverRequest,
): boolean {
  if (order.isDeleted) return false;
  const meaning = statusMeaning(order.statusId, settings);
  if (meaning === 'import') return true;
  if (accepted && partlyDone.includes(order.statusId)) return true;
  return byHand && (meaning === 'other' || meaning === 'shipped');
}

const partlyDone: readonly number[] = [StoreStatus.partiallyShipped, StoreStatus.partiallyRefunded];

function digestsOf(
  { sealer }: Pick<Dependencies, 'sealer'>,
  { storeHash, address, digestKey }: Pick<HandOverRequest, 'storeHash' | 'address' | 'digestKey'>,
  order: Order,
): AddressDigests | undefined {
  if (digestKey === undefined) return undefined;
  const digester = addressDigester(sealer, storeHash, digestKey);
  const person = order.shipping.find(({ addressId }) => addressId === address.addressId)?.person;
  return person === undefined || digester.sealedKey !== digestKey ? undefined : digester.of(person, order.billing);
}

function sameDigests(a: AddressDigests, b: AddressDigests | undefined): boolean {
  return b === undefined || Object.entries(a).every(([name, digest]) => b[name] === digest);
}

async function create(open: OpenConnection, body: WarehouseOrder, goods: readonly Pieces[]): Promise<MyogoOrder> {
  try {
    return await open.merchant.orders.create(body);
  } catch (error) {
    if (!(error instanceof HttpFailure) || error.type !== FailureType.rejected) throw error;
    // What a duplicate reference is answered with is not published (UNCONFIRMED): so the refusal is checked by a look.
    const there = await lookUnder(open, body.reference, goods);
    if (there !== undefined) return there;
    throw new Held(refusedOrderReason(error.message), error.message);
  }
}

async function reactivate(open: OpenConnection, body: WarehouseOrder, goods: readonly Pieces[]): Promise<MyogoOrder> {
  await open.merchant.orders.update(body.reference, body);
  const after = await lookUnder(open, body.reference, goods);
  if (after === undefined || after.status === 'CANCELLED') {
    throw new Held('cancelled-in-warehouse', 'The warehouse did not take the order again.', after);
  }
  return after;
}

/**
 * Moves the store's status on. It is read once more just before: what the merchant did while the order was handed over,
 * a cancellation above all, must not be written over.
 */
async function moveOn(
  deps: Dependencies,
  { store, connection: { settings, storeHash } }: OpenConnection,
  before: OrderRow,
): Promise<{ store?: StoreOrderChanged; storeMoved?: boolean }> {
  const now = await store.orders.get(before.id);
  const storeMoved = now.dateModified !== before.dateModified || now.statusId !== before.statusId;
  const moved = storeMoved ? { storeMoved } : {};
  if (!settings.importStatuses.includes(now.statusId)) return moved;
  const { statusId, dateModified } = await store.orders.update(now.id, { statusId: settings.statusAfterHandOver });
  deps.changes.remember('store-order', storeHash, now.id, `${statusId}@${dateModified}`);
  return { store: { statusId, dateModified }, ...moved };
}
