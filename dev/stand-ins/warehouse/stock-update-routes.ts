import { isoZulu, readDate } from '../clock.ts';
import type { Reply } from '../reply.ts';
import { ok } from '../reply.ts';
import type { World } from '../world.ts';
import { badRequest } from './errors.ts';
import { objectList, requiredText, rest } from './fields.ts';
import type { StockUpdate } from './merchant-state.ts';
import type { WarehouseCall, WarehouseRoute } from './route.ts';
import { body, modifiedFrom, page, routeMaker } from './route.ts';

const view = (update: StockUpdate) => ({
  ...update.fields,
  reference: update.reference,
  autoReference: update.autoReference,
  status: update.status,
  arrivalDate: update.arrivalDate,
  warehouseComments: null,
  created: isoZulu(update.created),
  modified: update.modified === null ? null : isoZulu(update.modified),
  products: update.products.map((p) => ({
    code: p.code,
    name: p.rest['name'],
    supplyPrice: p.rest['supplyPrice'],
    expectedQuantity: p.expectedQuantity,
    receivedQuantity: p.receivedQuantity,
    warehouseComments: null,
  })),
});

function list(call: WarehouseCall): Reply {
  const { query } = call.exchange;
  const from = modifiedFrom(call);
  const rows = call.merchant.stockUpdates.filter(
    (u) =>
      (!query.has('reference') || u.reference === query.get('reference')) &&
      (!query.has('autoreference') || u.autoReference === query.get('autoreference')) &&
      (from === undefined || (u.modified ?? u.created) >= from),
  );
  return page(call, rows, view);
}

/** Announces goods. The answer is the request's own shape. */
function create(call: WarehouseCall): Reply {
  const { world, merchant } = call;
  const given = body(call);
  const reference = requiredText(given, 'reference');
  requiredText(given, 'supplier');
  const receiveDate = requiredText(given, 'receiveDate');
  if (readDate(receiveDate) === undefined) throw badRequest('The field receiveDate must be a date and time.');
  const products = (objectList(given, 'products') ?? []).map((line) => {
    const code = requiredText(line, 'code', 'products.code');
    const expectedQuantity = line['expectedQuantity'];
    if (
      typeof expectedQuantity !== 'number' ||
      !Number.isInteger(expectedQuantity) ||
      expectedQuantity < 0 ||
      expectedQuantity > 1_000_000
    )
      throw badRequest('The field products.expectedQuantity must be between 0 and 1000000.');
    requiredText(line, 'countryOfOrigin', 'products.countryOfOrigin');
    const { hsCode, customsDescription } = line;
    if (typeof hsCode === 'string' && hsCode.length !== 8)
      throw badRequest('The field products.hsCode must be a string with a length of 8.');
    if (typeof customsDescription === 'string' && customsDescription.length > 50)
      throw badRequest('The field products.customsDescription must be a string with a maximum length of 50.');
    return {
      code,
      expectedQuantity,
      receivedQuantity: 0,
      rest: rest(line, 'code', 'expectedQuantity', 'receivedQuantity'),
    };
  });
  const now = world.clock.now();
  const update: StockUpdate = {
    reference,
    autoReference: `SU-${merchant.stockUpdates.length + 1}`,
    status: 'NEW',
    created: now,
    modified: null,
    arrivalDate: null,
    fields: rest(given, 'reference', 'products', 'status'),
    products,
  };
  merchant.stockUpdates.push(update);
  for (const line of products) {
    const product = merchant.product(line.code);
    if (!product) continue;
    product.incoming += line.expectedQuantity;
    product.incomingAt = receiveDate;
    merchant.touchProduct(product, now);
  }
  world.ledger.record('myogo stock update created', `${merchant.merchantId}/${reference}`);
  return ok({ ...given, status: 'NEW' });
}

/** `/api/v1/StockUpdate` */
export function stockUpdateRoutes(world: World): WarehouseRoute[] {
  const route = routeMaker(world, 'product');
  return [route('GET', '/StockUpdate', list), route('POST', '/StockUpdate', create)];
}
