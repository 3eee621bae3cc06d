import { FailureType } from '../contract/failures.ts';
import type { HoldReason } from '../contract/hold-reasons.ts';
import type { Reference, StoreHash } from '../contract/ids.ts';
import type {
  CancelResult,
  HandOverResult,
  MyOgoOrderChanged,
  PlannedAddress,
  WarehouseFinding,
} from '../contract/orders.ts';
import { compareGoods } from '../domain/goods.ts';
import { changedFields, linesMissingSku, planAddresses, warehouseLines } from '../domain/order-plan.ts';
import { statusMeaning } from '../domain/order-status.ts';
import { warehouseOrder, type WarehouseOrder } from '../domain/warehouse-order.ts';
import type { Order } from '../bigcommerce/order-schema.ts';
import { HttpFailure } from '../http/failure.ts';
import type { Order as MyogoOrder } from '../myogo/orders.ts';
import type { OpenConnection } from './connections.ts';
import type { Dependencies } from './dependencies.ts';
import { knownCodes } from './warehouse-index.ts';
import { writing } from './write-once.ts';

export interface WarehouseRequest {
  readonly storeHash: StoreHash;
  readonly orderId: number;
  readonly reference: Reference;
  readonly address: PlannedAddress;
}

export interface HandOverRequest extends WarehouseRequest {
  readonly code: string;
  /** True where this is the order's last address: the store's status then moves on in the same activity. */
  readonly last: boolean;
  /** Asked for by a person: taken whatever the status, unless the order was cancelled. */
  readonly byHand: boolean;
  /** A person decided to send it again although the warehouse cancelled it. */
  readonly again: boolean;
}

/** A look-up's outcome that a person must settle. Thrown inside, answered as a hold. */
class Held extends Error {
  readonly reason: HoldReason;
  constructor(reason: HoldReason, message: string) {
    super(message);
    this.reason = reason;
  }
}

/** What fulfilment asks of the warehouse's side. All personal data goes straight through, inside one activity. */
export function createHandOverActivities(deps: Dependencies) {
  const news = (storeHash: StoreHash, order: MyogoOrder): MyOgoOrderChanged => {
    deps.changes.remember('myogo-order', storeHash, order.reference, `${order.status}@${order.editTime}`);
    return changeOf(order);
  };

  return {
    /** Looks what the warehouse holds under a reference, for a run that may not be the first of its order. */
    async lookUpInWarehouse({ storeHash, reference, address }: WarehouseRequest): Promise<WarehouseFinding> {
      const open = await deps.connections.open(storeHash, 'orders');
      try {
        const found = theOnly(await open.merchant.orders.byReference(reference), reference);
        if (found === undefined) return { kind: 'none' };
        conflictCheck(found, allGoods(address));
        return { kind: 'found', order: changeOf(found) };
      } catch (error) {
        if (error instanceof Held) return { kind: 'hold', reason: error.reason, message: error.message };
        throw error;
      }
    },

    /** Creates the order of one address in myOGO, exactly once. Two requests to each side, for a last address. */
    async handOver(request: HandOverRequest): Promise<HandOverResult> {
      const { storeHash, orderId, reference, address } = request;
      const open = await deps.connections.open(storeHash, 'orders');
      return writing(deps.settleMs, async (once) => {
        // Read now and not carried along: the personal data must not pass through a history, and what changed since
        // the plan was made must not be shipped.
        const order = await open.store.orders.get(orderId, { withLines: true });
        const meaning = order.isDeleted ? 'stopped' : statusMeaning(order.statusId, open.connection.settings);
        const fresh = planAddresses(order).addresses.find(({ addressId }) => addressId === address.addressId);
        const allowed = request.byHand ? meaning !== 'stopped' : meaning === 'import';
        if (!allowed || fresh === undefined || changedFields(address, fresh).length > 0) return { kind: 'changed' };

        try {
          const body = await bodyOf(deps, open, order, request);
          const { found, value } = await once<MyogoOrder>({
            side: 'myogo',
            look: async () => {
              const there = theOnly(await open.merchant.orders.byReference(reference), reference);
              if (there !== undefined) conflictCheck(there, body.orderLines);
              return there;
            },
            send: () => create(open, body),
          });
          const current = found && request.again && value.status === 'CANCELLED' ? await reactivate(open, body) : value;
          if (found && current.status === 'CANCELLED') {
            throw new Held('cancelled-in-warehouse', 'The warehouse has cancelled this order.');
          }
          const store = request.last ? await moveOn(deps, open, order) : undefined;
          return {
            kind: 'handed-over',
            outcome: current !== value ? 'reactivated' : found ? 'adopted' : 'created',
            order: news(storeHash, current),
            ...(store === undefined ? {} : { store }),
          };
        } catch (error) {
          if (!(error instanceof Held)) throw error;
          return { kind: 'hold', reason: error.reason, message: error.message, versions: open.versions };
        }
      });
    },

    /**
     * Cancels an order that was handed over: the whole order is sent again, since a PUT replaces it, and read back,
     * since a PUT may be answered with 200 and change nothing.
     */
    async cancelInWarehouse(request: WarehouseRequest): Promise<CancelResult> {
      const { storeHash, reference } = request;
      const open = await deps.connections.open(storeHash, 'orders');
      const before = theOnly(await open.merchant.orders.byReference(reference), reference);
      if (before === undefined || before.status === 'CANCELLED') return { kind: 'cancelled' };
      const refused = (order: MyogoOrder, words: string): CancelResult => ({
        kind: 'refused',
        status: order.status,
        message: words,
      });
      if (before.status === 'SHIPPED' || before.status === 'RETURNED') {
        return refused(before, `The warehouse’s order is ${before.status} already.`);
      }
      let words = 'The warehouse took the cancellation and kept the order.';
      try {
        const body = await open.merchant.orders.full(reference);
        if (body !== undefined) await open.merchant.orders.update(reference, { ...body, status: 'Cancelled' });
      } catch (error) {
        if (!(error instanceof HttpFailure) || error.type !== FailureType.rejected) throw error;
        words = error.message;
      }
      const after = theOnly(await open.merchant.orders.byReference(reference), reference);
      if (after === undefined) return { kind: 'cancelled' };
      news(storeHash, after);
      return after.status === 'CANCELLED' ? { kind: 'cancelled' } : refused(after, words);
    },
  };
}

function changeOf(order: MyogoOrder): MyOgoOrderChanged {
  return {
    reference: order.reference,
    status: order.status,
    editTime: order.editTime ?? '',
    ...(order.trackingNumber === undefined ? {} : { trackingNumber: order.trackingNumber }),
    ...(order.trackingUrl === undefined ? {} : { trackingUrl: order.trackingUrl }),
    lines: order.lines.map(({ code, quantity }) => ({ code, quantity })),
  };
}

/** The one order under a reference. Cancelled twins do not count where a living one is there. */
function theOnly(orders: readonly MyogoOrder[], reference: string): MyogoOrder | undefined {
  const living = orders.filter(({ status }) => status !== 'CANCELLED');
  if (living.length > 1) {
    throw new Held('duplicate-in-warehouse', `myOGO holds ${living.length} orders under the reference ${reference}.`);
  }
  return living[0] ?? orders[0];
}

function conflictCheck(order: MyogoOrder, ours: readonly { readonly code: string; readonly quantity: number }[]): void {
  if (compareGoods(ours, order.lines) === 'other') {
    throw new Held('reference-conflict', `myOGO holds other goods under the reference ${order.reference}.`);
  }
}

/** Everything that may be in the warehouse's order of this address: shipped pieces included. */
function allGoods(address: PlannedAddress): readonly { code: string; quantity: number }[] {
  return address.lines.map(({ sku, quantity }) => ({ code: sku, quantity }));
}

async function bodyOf(
  deps: Dependencies,
  open: OpenConnection,
  order: Order,
  { address, reference, code }: HandOverRequest,
): Promise<WarehouseOrder> {
  const consignment = order.shipping.find(({ addressId }) => addressId === address.addressId);
  if (consignment === undefined) throw new Held('address-incomplete', 'The address is no longer on the store’s order.');
  const nameless = linesMissingSku(address);
  if (nameless.length > 0) throw new Held('sku-missing', `${nameless.length} ordered item(s) have no SKU.`);
  const skus = [...new Set(address.lines.map(({ sku }) => sku))].filter((sku) => sku !== '');
  const known = await knownCodes(deps, open, skus);
  const lines = warehouseLines(address.lines, (sku) => known.get(sku) === 'known');
  const unknown = lines.filter((line) => known.get(line.code) !== 'known').map((line) => line.code);
  if (unknown.length > 0) {
    throw new Held('product-not-in-myogo', `myOGO does not know: ${unknown.slice(0, 20).join(', ')}.`);
  }
  return warehouseOrder({
    reference,
    code,
    person: consignment.person,
    billing: order.billing,
    customerMessage: order.customerMessage,
    currencyCode: order.currencyCode,
    lines,
    prices: new Map(
      consignment.lines.flatMap(({ id, priceIncTax }) => (priceIncTax === undefined ? [] : [[id, priceIncTax]])),
    ),
  });
}

async function create(open: OpenConnection, body: WarehouseOrder): Promise<MyogoOrder> {
  try {
    return await open.merchant.orders.create(body);
  } catch (error) {
    if (!(error instanceof HttpFailure) || error.type !== FailureType.rejected) throw error;
    // What a duplicate reference is answered with is not published (UNCONFIRMED): so the refusal is checked by a look.
    const there = theOnly(await open.merchant.orders.byReference(body.reference), body.reference);
    if (there !== undefined) {
      conflictCheck(there, body.orderLines);
      return there;
    }
    throw new Held(aboutShipping(error.message) ? 'shipping-code-refused' : 'rejected-by-myogo', error.message);
  }
}

/** ApiV1 has no machine-readable code: the words tell whether the shipping code was the reason. */
function aboutShipping(words: string): boolean {
  return /shipping|delivery ?(type|method)/i.test(words);
}

async function reactivate(open: OpenConnection, body: WarehouseOrder): Promise<MyogoOrder> {
  await open.merchant.orders.update(body.reference, body);
  const after = theOnly(await open.merchant.orders.byReference(body.reference), body.reference);
  if (after === undefined || after.status === 'CANCELLED') {
    throw new Held('cancelled-in-warehouse', 'The warehouse did not take the order again.');
  }
  return after;
}

async function moveOn(
  deps: Dependencies,
  open: OpenConnection,
  order: Order,
): Promise<{ statusId: number; dateModified: string } | undefined> {
  const { settings, storeHash } = open.connection;
  if (!settings.importStatuses.includes(order.statusId)) return undefined;
  const { statusId, dateModified } = await open.store.orders.update(order.id, {
    statusId: settings.statusAfterHandOver,
  });
  deps.changes.remember('store-order', storeHash, order.id, `${statusId}@${dateModified}`);
  return { statusId, dateModified };
}
