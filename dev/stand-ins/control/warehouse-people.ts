import type { JsonObject } from '../exchange.ts';
import type { MerchantState, WarehouseLine, WarehouseOrder, WarehouseStatus } from '../warehouse/merchant-state.ts';
import { readStatus } from '../warehouse/merchant-state.ts';
import { editTime, openOrder, splitOff } from '../warehouse/order-life.ts';
import { newProduct } from '../warehouse/product-life.ts';
import type { PutRule } from '../warehouse/put-rules.ts';
import { enoughFor, quantities } from '../warehouse/stock.ts';
import type { World } from '../world.ts';
import { ControlError } from './control-error.ts';

/** Goods of a warehouse order. */
export interface Goods {
  code: string;
  /** Default 1. */
  quantity?: number;
}

/** What leaves an order for one of its own. */
export interface WarehouseSplit {
  /** What leaves; a part of the order's lines. */
  lines: Goods[];
  /** Put behind the reference, e.g. `-2`, `/B`, `_2`, `.2`, ` (2)`; `''` keeps the same reference. Default: by the switch. */
  suffix?: string;
  /** A reference of its own instead. */
  reference?: string;
  /** Status of what leaves. Default: that of the order. */
  status?: string;
}

/** An order that the warehouse's people place by themselves. */
export interface WarehousePlace {
  merchantId?: string;
  /** Any, also one that is there already. */
  reference: string;
  /** Default: the lines of `like`. */
  lines?: Goods[];
  /** The reference of an order whose lines, customer and shipping code it has where it names no others. */
  like?: string;
  /** Default NEW. */
  status?: string;
  shippingCode?: string;
  customer?: JsonObject;
  tracking?: string;
  trackingUrl?: string;
}

export function readWord(word: string): WarehouseStatus {
  const status = readStatus(word);
  if (!status) throw new ControlError(400, `'${word}' is not a status of the warehouse.`);
  return status;
}

/** Lines as given; a code that the merchant does not have becomes a product, as people at a shelf would see to. */
export function readLines(world: World, merchant: MerchantState, goods: readonly Goods[]): WarehouseLine[] {
  return goods.map(({ code, quantity = 1 }) => {
    if (!Number.isInteger(quantity) || quantity < 1)
      throw new ControlError(400, `The quantity of '${code}' is not a whole number of 1 or more.`);
    if (!merchant.product(code))
      world.ledger.silently(() => newProduct(world, merchant, code, { languageCode: 'en', name: code }));
    return { code, quantity, rest: {} };
  });
}

/** Takes a part out of an order, in whatever status both are. */
export function splitByPeople(
  world: World,
  merchant: MerchantState,
  order: WarehouseOrder,
  { lines, suffix, reference, status }: WarehouseSplit,
): WarehouseOrder {
  const leaves = readLines(world, merchant, lines);
  const stays = less(order.lines, leaves);
  const word = status === undefined ? order.status : readWord(status);
  const ending = suffix ?? (world.settings.of(merchant.merchantId).splitReference === 'suffix' ? '-1' : '');
  const part = { stays, leaves, reference: reference ?? `${order.reference}${ending}`, status: word };
  return splitOff(world, merchant, order, { ...part, waits: word === 'Pending' });
}

/** What is left of lines when some of their goods are taken out. */
function less(lines: readonly WarehouseLine[], out: readonly WarehouseLine[]): WarehouseLine[] {
  const left = quantities({ lines: [...out] });
  const stays = lines.flatMap((line) => {
    const take = Math.min(line.quantity, left.get(line.code) ?? 0);
    left.set(line.code, (left.get(line.code) ?? 0) - take);
    return take < line.quantity ? [{ ...line, quantity: line.quantity - take }] : [];
  });
  const missing = [...left].find(([, quantity]) => quantity > 0);
  if (missing) throw new ControlError(409, `The order does not have so many of '${missing[0]}'.`);
  if (stays.length === 0) throw new ControlError(409, 'Something has to stay in the order.');
  return stays;
}

/** Places an order as the warehouse's people do, under whatever reference they like. */
export function placeByPeople(
  world: World,
  merchant: MerchantState,
  given: WarehousePlace,
): { reference: string; id: string; status: string } {
  const model = given.like === undefined ? undefined : merchant.withReference(given.like).at(-1);
  if (given.like !== undefined && !model)
    throw new ControlError(404, `The warehouse has no order with the reference '${given.like}'.`);
  const lines = given.lines
    ? readLines(world, merchant, given.lines)
    : (model?.lines ?? []).map((line) => ({ ...line }));
  if (lines.length === 0) throw new ControlError(400, 'An order needs lines, or one that it is like.');
  const wanted = readWord(given.status ?? 'NEW');
  const status = given.status === undefined && !enoughFor(merchant, { lines }) ? 'Pending' : wanted;
  const order: WarehouseOrder = {
    id: world.random.uuid(),
    reference: given.reference,
    status,
    lines,
    fields: {
      ...(model?.fields ?? { customer: someCustomer, shippingCode: merchant.shippingCodes[0] ?? null }),
      ...(given.shippingCode !== undefined && { shippingCode: given.shippingCode }),
      ...(given.customer && { customer: given.customer }),
    },
    trackingNumber: given.tracking ?? null,
    trackingUrl: given.trackingUrl ?? null,
    warehouseComments: null,
    created: world.clock.now(),
    edited: editTime(world, merchant),
    waits: given.status !== undefined && status === 'Pending',
    statusHistory: [],
  };
  openOrder(world, merchant, order, 'warehouse');
  return { reference: order.reference, id: order.id, status: order.status };
}

const someCustomer = { name: 'Warehouse', address1: 'Varastotie 1', city: 'Helsinki', countryCode: 'FI' };

/** Replaces the rules of PUT of a merchant. */
export function setPutRules(merchant: MerchantState, rules: readonly PutRule[]): PutRule[] {
  for (const { answer, times } of rules) {
    if (answer !== undefined && !['ignore', 'refuse'].includes(answer))
      throw new ControlError(400, `A PUT's answer is ignore or refuse, not '${answer}'.`);
    if (times !== undefined && !(Number.isInteger(times) && times > 0))
      throw new ControlError(400, 'times is a whole number of 1 or more.');
  }
  merchant.putRules = rules.map((rule) => ({ ...rule }));
  return merchant.putRules;
}
