import type { JsonObject } from '../exchange.ts';
import { isObject } from '../exchange.ts';
import { badRequest } from './errors.ts';
import { exactLength, given, objectList, optionalNumber, optionalText, requiredText, rest } from './fields.ts';
import type { WarehouseLine, WarehouseStatus } from './merchant-state.ts';
import { readStatus } from './merchant-state.ts';
import { newProduct } from './product-life.ts';
import type { WarehouseCall } from './route.ts';

export interface OrderRequest {
  reference?: string;
  status?: WarehouseStatus;
  lines?: WarehouseLine[];
  fields: JsonObject;
}

/** Checks a body against the contract. `whole` asks for what a new order needs. */
export function readOrder(call: WarehouseCall, body: JsonObject, whole: boolean): OrderRequest {
  const request: OrderRequest = {
    fields: rest(
      body,
      'reference',
      'status',
      'orderLines',
      'id',
      'trackingNumber',
      'trackingUrl',
      'warehouseComments',
      'editTime',
    ),
  };
  if (whole || given(body['reference'])) {
    request.reference = requiredText(body, 'reference');
    const longest = call.settings.maxReferenceLength;
    if (request.reference.length > longest)
      throw badRequest(`The field reference must be a string with a maximum length of ${longest}.`);
  }
  if (whole || given(body['customer'])) checkCustomer(body['customer']);
  if (given(body['status'])) {
    const status = readStatus(body['status']);
    if (!status) throw badRequest('The field status is not a known order status.');
    request.status = status;
  }
  for (const name of ['shippingCode', 'pickUpPointCode', 'comments']) optionalText(body, name);
  const { comments } = body as { comments?: string };
  if (comments !== undefined && comments.length > call.settings.maxCommentsLength)
    throw badRequest(
      `The field comments must be a string with a maximum length of ${call.settings.maxCommentsLength}.`,
    );
  optionalNumber(body, 'priceTotal');
  exactLength(body, 'priceCurrency', 3);
  if (given(body['test']) && typeof body['test'] !== 'boolean')
    throw badRequest('The field test must be true or false.');
  checkCashOnDelivery(body['cashOnDelivery']);
  for (const document of objectList(body, 'documents') ?? []) {
    requiredText(document, 'type', 'documents.type');
    if (!given(document['url']) && !given(document['base64Content']))
      throw badRequest('A document needs url or base64Content.');
  }
  const lines = objectList(body, 'orderLines');
  if (lines) request.lines = lines.map(readLine);
  return request;
}

function checkCustomer(customer: unknown): void {
  if (!isObject(customer)) throw badRequest('The customer field is required.');
  for (const name of ['name', 'address1', 'city', 'countryCode']) requiredText(customer, name, `customer.${name}`);
  exactLength(customer, 'countryCode', 2, 'customer.countryCode');
  for (const name of ['company', 'address2', 'zip', 'phone', 'email']) optionalText(customer, name, `customer.${name}`);
}

function checkCashOnDelivery(cash: unknown): void {
  if (!given(cash)) return;
  if (!isObject(cash) || typeof cash['amount'] !== 'number')
    throw badRequest('The cashOnDelivery.amount field is required.');
  exactLength(cash, 'currencyCode', 3, 'cashOnDelivery.currencyCode');
}

function readLine(line: JsonObject): WarehouseLine {
  const code = requiredText(line, 'code', 'orderLines.code');
  const quantity = line['quantity'];
  if (typeof quantity !== 'number' || !Number.isInteger(quantity) || quantity < 1)
    throw badRequest('The field orderLines.quantity must be a whole number of 1 or more.');
  optionalNumber(line, 'unitPrice', 'orderLines.unitPrice');
  optionalNumber(line, 'vatPercentage', 'orderLines.vatPercentage');
  return { code, quantity, rest: rest(line, 'code', 'quantity') };
}

/** Every code of the lines is a product of the merchant, or is made one where the switch says so. */
export function checkCodes(call: WarehouseCall, lines: readonly WarehouseLine[]): void {
  const unknown = lines.filter((line) => !call.merchant.product(line.code));
  if (unknown.length === 0) return;
  if (call.settings.unknownSku === 'refuse')
    throw badRequest(`Product with code '${unknown[0]?.code ?? ''}' was not found.`);
  for (const line of unknown) newProduct(call.world, call.merchant, line.code, { languageCode: 'en', name: line.code });
}

/** The code is one of the merchant's methods; it may be left out only when there is no choice. */
export function checkShipping(call: WarehouseCall, code: unknown): void {
  const { shippingCodes } = call.merchant;
  if (!given(code) || code === '') {
    if (shippingCodes.length > 1)
      throw badRequest('The shippingCode field is required: more than one shipping method is enabled.');
    return;
  }
  if (!shippingCodes.some((known) => known === code))
    throw badRequest(`Shipping method '${String(code)}' is not enabled for the merchant.`);
}
