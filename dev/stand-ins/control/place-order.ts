import { readDate } from '../clock.ts';
import { makePerson } from '../seed/people.ts';
import type { StoreVariant } from '../store/catalogue-state.ts';
import { publish } from '../store/hook-delivery.ts';
import type { LineType, OrderAddress, OrderLine, PostalAddress, StoreOrder } from '../store/order-state.ts';
import { settleStock } from '../store/order-stock.ts';
import { currentLevel } from '../store/stock-levels.ts';
import type { StoreState } from '../store/store-state.ts';
import type { World } from '../world.ts';
import { ControlError } from './control-error.ts';

export interface PlaceLine {
  sku?: string;
  variantId?: number;
  /** Default 1. */
  quantity?: number;
  /** Which of the order's addresses, from 0. Default: lines go round the addresses. */
  address?: number;
  /** A custom line, which no product stands behind, has a name and perhaps a SKU. */
  name?: string;
  /** The place of the pick-list parent among the lines, from 0. */
  parent?: number;
  giftCertificate?: boolean;
  /** What the shopper chose or wrote for it, beside the variant's own. */
  options?: { name: string; value: string; type?: string }[];
  wrapping?: { name?: string; message?: string };
  /** The date that the shopper gave for a product that asks for one. */
  date?: { name: string; value: string };
  /** Off the whole line, tax included. */
  discount?: number;
}

/** What a placed address may say beside the postal fields. */
export type PlacedAddress = Partial<PostalAddress> &
  Partial<Pick<OrderAddress, 'shippingMethod' | 'formFields' | 'rateId' | 'rateCode'>>;

export interface PlaceOrder {
  storeHash?: string;
  lines?: PlaceLine[];
  shippingMethod?: string;
  country?: string;
  /** Default 11, Awaiting Fulfillment. */
  statusId?: number;
  /** How many, or what each of them says over a seeded one. */
  addresses?: number | PlacedAddress[];
  /** Whether a transaction exists. Default: by status. */
  paid?: boolean;
  /** ISO date of a past order; `date_modified` stays now unless `modifiedAt` says otherwise. */
  createdAt?: string;
  modifiedAt?: string;
  /** `manual`: made in the control panel or by API, with method "None" and no quote. */
  source?: 'www' | 'manual';
  /** Picked up in the store: no shipping address. */
  pickup?: boolean;
  customerMessage?: string;
  staffNotes?: string;
  /** Default: a card. */
  paymentMethod?: string;
  storeCredit?: number;
  giftCertificate?: number;
  currency?: string;
  /** Refuse, like a storefront, what is not in stock. Default: take it, and count it as oversold. */
  onlyInStock?: boolean;
}

export interface PlacedOrder {
  storeHash: string;
  orderId: number;
  statusId: number;
  addressIds: number[];
}

/** SKUs that any order may use: physical, sold under one SKU that myOGO takes, and in the shop. */
function ordinary(store: StoreState, world: World): StoreVariant {
  const { catalogue } = store;
  for (let tries = 0; tries < 1000; tries++) {
    const variant = catalogue.variants.get(world.random.pick(catalogue.variantIds));
    if (!variant || variant.product.type !== 'physical' || !variant.product.isVisible) continue;
    if (/^[\w-]+$/.test(variant.sku) && catalogue.withSku(variant.sku).length === 1) return variant;
  }
  throw new ControlError(409, 'The store has no ordinary product to order.');
}

function addressesFor(
  world: World,
  store: StoreState,
  order: StoreOrder,
  given: PlaceOrder,
  hasPhysical: boolean,
): OrderAddress[] {
  if (given.pickup || !hasPhysical) return [];
  const wanted = given.addresses ?? 1;
  const details = typeof wanted === 'number' ? Array.from({ length: wanted }, () => ({})) : wanted;
  return details.map((detail: PlacedAddress, index) => {
    const seeded = index === 0 ? order.billing : person(world, given.country);
    const { shippingMethod: ownMethod, ...fields } = detail;
    const address = { ...seeded, ...fields };
    if (
      fields.first_name !== undefined ||
      fields.last_name !== undefined ||
      fields.street_1 !== undefined ||
      fields.email !== undefined ||
      fields.phone !== undefined
    )
      world.people.push(toPerson(address));
    const shippingMethod = ownMethod ?? given.shippingMethod ?? (given.source === 'manual' ? 'None' : 'DHL Express');
    const zone =
      store.zones.find((z) => z.countries.includes(address.country_iso2)) ??
      store.zones.find((z) => z.type === 'global');
    const method = store.zones.flatMap((z) => z.methods).find((m) => m.name === shippingMethod);
    return {
      ...address,
      id: store.book.nextAddressId(),
      shippingMethod,
      zoneId: given.source === 'manual' ? 0 : (zone?.id ?? 0),
      zoneName: given.source === 'manual' ? '' : (zone?.name ?? ''),
      ...(given.source !== 'manual' && method && { methodId: method.id }),
    };
  });
}

const toPerson = (a: PostalAddress) => ({
  name: `${a.first_name} ${a.last_name}`,
  street: a.street_1,
  email: a.email,
  phone: a.phone,
});

function person(world: World, country: string | undefined): PostalAddress {
  const made = makePerson(world.random, country);
  world.people.push(made.person);
  return made.address;
}

function buildLine(world: World, store: StoreState, given: PlaceLine): OrderLine {
  const base = {
    id: store.book.nextLineId(),
    addressId: 0,
    pickupMethodId: 0,
    quantity: given.quantity ?? 1,
    shipped: 0,
    refunded: 0,
    parentLineId: null,
    isBundled: false,
    options: [...(given.options ?? [])],
    wrapping: { name: given.wrapping?.name ?? '', message: given.wrapping?.message ?? '' },
    date: given.date ?? null,
    discount: given.discount ?? 0,
    taken: 0,
  };
  if (!Number.isInteger(base.quantity) || base.quantity < 1)
    throw new ControlError(400, 'A quantity is a whole number of 1 or more.');
  if (given.name !== undefined) {
    const type: LineType = given.giftCertificate ? 'giftcertificate' : 'physical';
    return {
      ...base,
      productId: 0,
      variantId: 0,
      name: given.name,
      sku: given.sku ?? '',
      upc: '',
      type,
      price: 10,
      weight: 0.1,
    };
  }
  const variant =
    given.variantId !== undefined
      ? store.catalogue.variants.get(given.variantId)
      : given.sku === undefined
        ? ordinary(store, world)
        : store.catalogue.withSku(given.sku)[0];
  if (!variant)
    throw new ControlError(404, `The store has no product with the SKU '${given.sku ?? String(given.variantId)}'.`);
  const { product } = variant;
  return {
    ...base,
    productId: product.id,
    variantId: variant.id,
    name: product.name,
    sku: variant.sku,
    upc: variant.upc || product.upc,
    type: product.type,
    price: variant.price ?? product.price,
    weight: variant.weight ?? product.weight,
    options: [
      ...variant.options.map((value) => ({ name: value.option_display_name, value: value.label })),
      ...base.options,
    ],
  };
}

/** The lines of an order, with parents and addresses set. */
export function buildLines(world: World, store: StoreState, given: readonly PlaceLine[]): OrderLine[] {
  const lines = given.map((line) => buildLine(world, store, line));
  given.forEach((line, index) => {
    const child = lines[index];
    const parent = line.parent === undefined ? undefined : lines[line.parent];
    if (!child || !parent) return;
    Object.assign(child, { parentLineId: parent.id, isBundled: true, price: 0 });
  });
  return lines;
}

/** Gives each physical line its address, pickup or nothing. */
export function assignAddresses(
  lines: readonly OrderLine[],
  addresses: readonly OrderAddress[],
  given: readonly PlaceLine[],
  pickup: boolean,
): void {
  let round = 0;
  lines.forEach((line, index) => {
    if (line.type !== 'physical') return;
    if (pickup) line.pickupMethodId = 1;
    else if (addresses.length > 0)
      line.addressId = addresses[(given[index]?.address ?? round++) % addresses.length]?.id ?? 0;
  });
}

/** Places an order as a shopper (or the merchant, by hand) would. Every field has a default. */
export function placeOrder(world: World, store: StoreState, given: PlaceOrder): PlacedOrder {
  const count = typeof given.addresses === 'number' ? given.addresses : (given.addresses?.length ?? 1);
  const wanted =
    given.lines ??
    Array.from({ length: Math.max(count, world.random.integer(1, 3)) }, () => ({
      quantity: world.random.integer(1, 2),
    }));
  const lines = buildLines(world, store, wanted);
  if (given.onlyInStock) refuseMissing(store, lines);
  const now = world.clock.now();
  const created = given.createdAt === undefined ? now : readDate(given.createdAt);
  const modified = given.modifiedAt === undefined ? now : readDate(given.modifiedAt);
  if (created === undefined || modified === undefined)
    throw new ControlError(400, 'createdAt and modifiedAt are ISO dates.');
  const statusId = given.statusId ?? 11;
  const paid = given.paid ?? ![0, 1, 6, 7].includes(statusId);
  const order: StoreOrder = {
    id: store.book.nextId(),
    statusId,
    created,
    modified,
    customerId: 0,
    channelId: 1,
    currency: given.currency ?? 'EUR',
    source: given.source ?? 'www',
    paymentMethod: given.paymentMethod ?? (given.source === 'manual' ? 'Manual' : 'Credit Card'),
    storeCredit: given.storeCredit ?? 0,
    giftCertificate: given.giftCertificate ?? 0,
    paymentStatus: paid ? 'captured' : '',
    staffNotes: given.staffNotes ?? (given.source === 'manual' ? null : ''),
    customerMessage: given.customerMessage ?? (given.source === 'manual' ? null : ''),
    externalOrderId: null,
    externalMerchantId: null,
    isDeleted: false,
    billing: person(world, given.country),
    lines,
    addresses: [],
    shipments: [],
    refunds: [],
    metafields: [],
    statusHistory: [{ at: new Date(now).toISOString(), from: null, to: statusId, by: 'shopper' }],
    looks: [],
    mails: [],
    paid,
  };
  order.addresses = addressesFor(
    world,
    store,
    order,
    given,
    lines.some((line) => line.type === 'physical'),
  );
  assignAddresses(lines, order.addresses, wanted, given.pickup === true);
  store.book.add(order);
  settleStock(world, store, order);
  world.ledger.record('store order placed', `${store.hash}/${order.id}`, { statusId });
  publish(world, store, 'store/order/created', { type: 'order', id: order.id });
  return { storeHash: store.hash, orderId: order.id, statusId, addressIds: order.addresses.map((a) => a.id) };
}

function refuseMissing(store: StoreState, lines: readonly OrderLine[]): void {
  for (const line of lines) {
    const variant = store.catalogue.variants.get(line.variantId);
    if (variant && variant.product.tracking !== 'none' && currentLevel(store, variant) < line.quantity)
      throw new ControlError(409, `'${line.sku}' is out of stock.`);
  }
}
