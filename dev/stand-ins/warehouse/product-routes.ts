import { isoZulu } from '../clock.ts';
import type { JsonObject } from '../exchange.ts';
import type { Reply } from '../reply.ts';
import { ok } from '../reply.ts';
import type { World } from '../world.ts';
import { apiRefusal, badRequest } from './errors.ts';
import { exactLength, given, optionalNumber, optionalText, requiredText, rest } from './fields.ts';
import type { WarehouseProduct } from './merchant-state.ts';
import { newProduct } from './product-life.ts';
import type { WarehouseCall, WarehouseRoute } from './route.ts';
import { body, modifiedFrom, page, routeMaker } from './route.ts';
import { availableStock, stockView } from './stock.ts';

/** The contract's ProductResponse. */
const productView = (product: WarehouseProduct): Record<string, unknown> => ({
  id: product.id,
  name: null,
  description: null,
  eanCode: null,
  ...product.fields,
  code: product.code,
  languageCode: product.languageCode,
  stock: product.stock,
  stockAvailable: availableStock(product),
  reserved: product.reserved,
  stockUpdate: product.incoming,
  stockUpdateTime: product.incomingAt,
  editTime: isoZulu(product.edited),
});

function listProducts(call: WarehouseCall): Reply {
  const { merchant, exchange } = call;
  const code = exchange.query.get('code');
  const ean = exchange.query.get('eanCode');
  const from = modifiedFrom(call);
  let rows: WarehouseProduct[];
  if (code !== null) rows = merchant.withCode(code);
  else rows = from !== undefined ? merchant.productsByEdit.from(from) : merchant.products;
  if (ean !== null) rows = rows.filter((product) => product.fields['eanCode'] === ean);
  if (from !== undefined) rows = rows.filter((product) => product.edited >= from);
  return page(call, rows, productView);
}

function check(call: WarehouseCall, product: JsonObject): { code: string; fields: JsonObject } {
  const code = requiredText(product, 'code');
  if (/[/\\]/.test(code) && call.settings.slashInCode === 'refuse')
    throw badRequest('The field code must not contain / or \\.');
  requiredText(product, 'languageCode');
  exactLength(product, 'languageCode', 2);
  for (const name of [
    'name',
    'description',
    'supplier',
    'supplierCode',
    'group',
    'eanCode',
    'infoUrl',
    'pictureUrl',
    'customsDescription',
    'hsCode',
  ])
    optionalText(product, name);
  exactLength(product, 'currencyCode', 3);
  exactLength(product, 'countryOfOrigin', 2);
  optionalNumber(product, 'supplyPrice');
  optionalNumber(product, 'salesPrice');
  return {
    code,
    fields: rest(
      product,
      'code',
      'id',
      'stock',
      'stockAvailable',
      'reserved',
      'stockUpdate',
      'stockUpdateTime',
      'editTime',
    ),
  };
}

function postProduct(call: WarehouseCall): Reply {
  const { code, fields } = check(call, body(call));
  if (call.merchant.product(code)) throw badRequest(`Product with code '${code}' exists already.`);
  return ok(productView(newProduct(call.world, call.merchant, code, fields)));
}

/** The code of the path: base64url of UTF-8 where the query says so. */
function pathCode(call: WarehouseCall): string {
  const segment = call.exchange.params['code'] ?? '';
  if (call.exchange.query.get('base64url')?.toLowerCase() === 'true')
    return Buffer.from(segment, 'base64url').toString('utf8');
  // An encoded slash does not get through to a route on the real side: that is what base64url is for.
  if (segment.includes('/')) throw apiRefusal(404, 'Not found.');
  return segment;
}

/** Found by the old code; another code in the body renames. An EAN that is there is not overwritten. */
function putProduct(call: WarehouseCall): Reply {
  const { world, merchant } = call;
  const oldCode = pathCode(call);
  const product = merchant.product(oldCode);
  if (!product) throw apiRefusal(404, `Product with code '${oldCode}' was not found.`);
  const { code, fields } = check(call, body(call));
  if (code !== product.code) {
    if (merchant.product(code)) throw badRequest(`Product with code '${code}' exists already.`);
    merchant.renameProduct(product, code);
  }
  const { languageCode, ...others } = fields;
  if (typeof languageCode === 'string') product.languageCode = languageCode;
  const ean = product.fields['eanCode'];
  product.fields = { ...product.fields, ...others, ...(given(ean) && ean !== '' && { eanCode: ean }) };
  merchant.touchProduct(product, world.clock.now());
  world.ledger.record('myogo product updated', `${merchant.merchantId}/${code}`);
  return ok(productView(product));
}

function listStock(call: WarehouseCall): Reply {
  const { merchant, exchange, settings } = call;
  const code = exchange.query.get('productCode');
  const from = modifiedFrom(call);
  if (code === null)
    return page(call, from !== undefined ? merchant.stockByModified.from(from) : merchant.products, stockView);
  const product = merchant.product(code);
  if (!product && settings.unknownStock === '404') throw apiRefusal(404, `Product with code '${code}' was not found.`);
  return page(call, product && (from === undefined || product.stockModified >= from) ? [product] : [], stockView);
}

/** `/api/v1/Products` and `/api/v1/Stock` */
export function productRoutes(world: World): WarehouseRoute[] {
  const route = routeMaker(world, 'product');
  return [
    route('GET', '/Products', listProducts),
    route('POST', '/Products', postProduct),
    route('PUT', '/Products/:code', putProduct),
    route('GET', '/Stock', listStock),
  ];
}
