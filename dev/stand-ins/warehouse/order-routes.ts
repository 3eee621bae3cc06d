import type { Reply } from '../reply.ts';
import { ok, Refusal } from '../reply.ts';
import type { World } from '../world.ts';
import { apiRefusal, badRequest } from './errors.ts';
import type { WarehouseOrder } from './merchant-state.ts';
import { editTime, moveOrder, openOrder, splitOrder, stampOrder } from './order-life.ts';
import type { OrderRequest } from './order-request.ts';
import { checkCodes, checkShipping, readOrder } from './order-request.ts';
import { orderView } from './order-view.ts';
import { takePutRule } from './put-rules.ts';
import type { WarehouseCall, WarehouseRoute } from './route.ts';
import { body, modifiedFrom, page, routeMaker } from './route.ts';
import { enoughFor, withoutHold } from './stock.ts';

/** Whether lists and look-ups know an order: it has not vanished, and is old enough to have appeared. */
function isSeen({ world, settings }: WarehouseCall, order: WarehouseOrder): boolean {
  return !order.hidden && world.clock.now() - order.created >= settings.ordersAppearAfterMs;
}

const withReference = (call: WarehouseCall, reference: string): WarehouseOrder[] =>
  call.merchant.withReference(reference).filter((order) => isSeen(call, order));

function listOrders(call: WarehouseCall): Reply {
  const { merchant, exchange, settings } = call;
  const reference = exchange.query.get('reference');
  const from = modifiedFrom(call);
  const rows =
    reference !== null
      ? withReference(call, reference).filter((order) => from === undefined || order.edited >= from)
      : (from !== undefined ? merchant.ordersByEdit.from(from) : merchant.orders).filter((order) =>
          isSeen(call, order),
        );
  return page(call, rows, (order) => orderView(order, settings));
}

const startable = new Set(['New', 'Draft', 'Reserved']);

function postOrder(call: WarehouseCall): Reply {
  const { world, merchant, settings } = call;
  const request = readOrder(call, body(call), true);
  const { reference, lines } = request;
  if (reference === undefined || !lines || lines.length === 0) throw badRequest('The orderLines field is required.');
  if (request.status && !startable.has(request.status)) throw badRequest('An order cannot be created in this status.');
  checkShipping(call, request.fields['shippingCode']);
  const known = merchant.withReference(reference).some((order) => !order.hidden);
  if (known && settings.duplicateReference === 'refuse')
    throw badRequest(`Trying to add new order but order with same reference '${reference}' exists already.`);
  checkCodes(call, lines);
  const now = world.clock.now();
  const wanted = known && settings.duplicateReference === 'reserve' ? 'Reserved' : (request.status ?? 'New');
  const order: WarehouseOrder = {
    id: world.random.uuid(),
    reference,
    status: wanted === 'New' && !enoughFor(merchant, { lines }) ? 'Pending' : wanted,
    lines,
    fields: request.fields,
    trackingNumber: null,
    trackingUrl: null,
    warehouseComments: null,
    created: now,
    edited: editTime(world, merchant),
    statusHistory: [],
  };
  openOrder(world, merchant, order, 'api');
  if (settings.autoSplit) splitOrder(world, merchant, order);
  return ok(orderView(order, settings));
}

/** Before the warehouse has begun to pick. */
const cancellable = new Set(['Draft', 'New', 'Reserved', 'Locked', 'Pending']);

function putOrder(call: WarehouseCall): Reply {
  const { world, merchant, settings, exchange } = call;
  const reference = exchange.params['reference'] ?? '';
  const found = withReference(call, reference);
  if (found.length === 0) throw apiRefusal(404, `Order with reference '${reference}' was not found.`);
  const request = readOrder(call, body(call), settings.putNeedsWholeOrder);
  const rule = takePutRule(merchant, reference);
  const order = found.at(rule?.occurrence ?? -1);
  if (!order || rule?.answer === 'refuse') throw badRequest('The order cannot be modified anymore.');
  const wanted = withoutKept(request, rule?.keeps ?? []);
  const late = rule?.lateMs;
  if (late === undefined && rule?.answer === undefined) return change(call, order, wanted);
  if (late !== undefined && rule?.answer === undefined)
    world.later(late, () => {
      changeLate(call, order, wanted);
    });
  return ok(orderView(rule?.says === 'asked' ? { ...order, ...shownAs(order, request) } : order, settings));
}

function changeLate(call: WarehouseCall, order: WarehouseOrder, request: OrderRequest): void {
  try {
    change(call, order, request);
  } catch (error) {
    // What it would be refused for now has no one to hear it.
    if (!(error instanceof Refusal)) throw error;
  }
}

function withoutKept(request: OrderRequest, keeps: readonly string[]): OrderRequest {
  const kept = new Set(keeps);
  const { lines, status, reference } = request;
  return {
    ...(reference !== undefined && { reference }),
    ...(lines && !kept.has('orderLines') && { lines }),
    ...(status && !kept.has('status') && { status }),
    fields: Object.fromEntries(Object.entries(request.fields).filter(([name]) => !kept.has(name))),
  };
}

const shownAs = (order: WarehouseOrder, request: OrderRequest): Partial<WarehouseOrder> => ({
  ...(request.status && { status: request.status }),
  ...(request.lines && { lines: request.lines }),
  fields: { ...order.fields, ...request.fields },
});

function change(call: WarehouseCall, order: WarehouseOrder, request: OrderRequest): Reply {
  const { world, merchant, settings } = call;
  if (request.status === 'Cancelled' && order.status !== 'Cancelled') return cancel(call, order);
  const mayEdit = order.status === 'Draft' || (settings.ordersEditable && order.status === 'New');
  // A held or cancelled order may be sent on its way again.
  const release =
    request.status === 'New' &&
    (order.status === 'Draft' || order.status === 'Reserved' || order.status === 'Cancelled');
  if (!mayEdit && !release) {
    if (settings.uneditable === 'refuse') throw badRequest('The order cannot be modified anymore.');
    return ok(orderView(order, settings));
  }
  if (mayEdit) edit(call, order, request);
  if (release)
    moveOrder(
      world,
      merchant,
      order,
      enoughFor(merchant, order, order.status === 'Reserved') ? 'New' : 'Pending',
      'api',
    );
  return ok(orderView(order, settings));
}

function cancel(call: WarehouseCall, order: WarehouseOrder): Reply {
  const { world, merchant, settings } = call;
  if (!settings.cancelByApi || !cancellable.has(order.status))
    throw badRequest(`The order is in status ${order.status} and cannot be cancelled.`);
  moveOrder(world, merchant, order, 'Cancelled', 'api');
  return ok(orderView(order, settings));
}

/** Lines and documents, when given, replace the whole list. */
function edit(call: WarehouseCall, order: WarehouseOrder, request: OrderRequest): void {
  const { world, merchant } = call;
  const { lines } = request;
  if (lines) {
    if (lines.length === 0) throw badRequest('The orderLines field is required.');
    checkCodes(call, lines);
  }
  if (request.fields['shippingCode'] !== undefined) checkShipping(call, request.fields['shippingCode']);
  if (lines) {
    withoutHold(world, merchant, order, () => {
      order.lines = lines;
    });
  }
  order.fields = { ...order.fields, ...request.fields };
  stampOrder(world, merchant, order);
  world.ledger.record('myogo order updated', order.reference, { merchantId: merchant.merchantId });
}

/** `/api/v1/Orders` */
export function orderRoutes(world: World): WarehouseRoute[] {
  const route = routeMaker(world, 'order');
  return [
    route('GET', '/Orders', listOrders),
    route('POST', '/Orders', postOrder),
    route('PUT', '/Orders/:reference', putOrder),
  ];
}
