import type { OrderAddress, OrderLine, PostalAddress, StoreOrder } from '../store/order-state.ts';
import { giveBack, settleStock } from '../store/order-stock.ts';
import type { StoreState } from '../store/store-state.ts';
import type { World } from '../world.ts';
import { ControlError } from './control-error.ts';
import type { PlacedAddress, PlaceLine } from './place-order.ts';
import { buildLines } from './place-order.ts';

/** Other values of an address. */
export interface AddressEdit extends PlacedAddress {
  /** Default: the first one. */
  addressId?: number;
  /** It comes under a new id, its lines with it; shipments keep the old one. */
  newId?: boolean;
}

export interface LineEdit {
  /** Which line; or by its SKU. */
  orderProductId?: number;
  sku?: string;
  quantity?: number;
  /** Of one piece. */
  price?: number;
  newSku?: string;
  /** Moves it to this address of the order. */
  addressId?: number;
  /** With `addressId`: also where the order has no such address. */
  stray?: boolean;
  /** It comes under a new id. */
  newId?: boolean;
  remove?: boolean;
}

/** What an edit in the control panel may do to an order's addresses and lines. */
export interface OrderEdit {
  address?: AddressEdit;
  /** A further address; what it does not say it has from the first one. */
  addAddress?: PlacedAddress;
  /** Takes an address away, its lines too unless they go to another one. */
  removeAddress?: { addressId: number; linesTo?: number };
  editLines?: LineEdit[];
  /** Beside the lines; `addressId` is an id of the order, default the first one. */
  addLines?: (Omit<PlaceLine, 'address' | 'parent'> & { addressId?: number })[];
  /** All lines come under new ids with what was shipped and refunded; records of it keep the old ids, or follow. */
  newLineIds?: true | 'and-records';
}

/** Edits addresses and lines, and the stock that they take. Answers with the id of an address that was added or renewed. */
export function editOrder(world: World, store: StoreState, order: StoreOrder, edit: OrderEdit): number | undefined {
  const added = edit.addAddress && addAddress(world, store, order, edit.addAddress);
  const renewed = edit.address && changeAddress(world, store, order, edit.address);
  for (const line of edit.addLines ?? []) addLine(world, store, order, line);
  for (const line of edit.editLines ?? []) editLine(world, store, order, line);
  if (edit.removeAddress) removeAddress(world, store, order, edit.removeAddress);
  if (edit.newLineIds) for (const line of order.lines) renewLine(store, order, line, edit.newLineIds === 'and-records');
  const movesLines = edit.addLines ?? edit.editLines ?? edit.removeAddress;
  if (movesLines && world.settings.of(store.hash).editOrderStockAdjustment) settleStock(world, store, order);
  return added ?? renewed;
}

function theAddress(order: StoreOrder, addressId: number | undefined): OrderAddress {
  const address = addressId === undefined ? order.addresses[0] : order.addresses.find((a) => a.id === addressId);
  if (!address) throw new ControlError(404, `The order has no address ${addressId ?? ''}.`);
  return address;
}

/** Whoever stands in an address is one more person to search logs and histories for. */
function remember(world: World, a: PostalAddress): void {
  world.people.push({ name: `${a.first_name} ${a.last_name}`, street: a.street_1, email: a.email, phone: a.phone });
}

function addAddress(world: World, store: StoreState, order: StoreOrder, fields: PlacedAddress): number {
  const id = store.book.nextAddressId();
  order.addresses.push({ ...theAddress(order, undefined), ...fields, id });
  remember(world, theAddress(order, id));
  return id;
}

function changeAddress(
  world: World,
  store: StoreState,
  order: StoreOrder,
  { addressId, newId, ...fields }: AddressEdit,
): number | undefined {
  const address = theAddress(order, addressId);
  Object.assign(address, fields);
  remember(world, address);
  if (!newId) return undefined;
  const old = address.id;
  address.id = store.book.nextAddressId();
  for (const line of order.lines) if (line.addressId === old) line.addressId = address.id;
  return address.id;
}

function removeAddress(
  world: World,
  store: StoreState,
  order: StoreOrder,
  { addressId, linesTo }: NonNullable<OrderEdit['removeAddress']>,
): void {
  const address = theAddress(order, addressId);
  const target = linesTo === undefined ? undefined : theAddress(order, linesTo);
  if (target === address) throw new ControlError(400, 'The lines cannot go to the address that is removed.');
  const lines = order.lines.filter((line) => line.addressId === address.id);
  if (target) for (const line of lines) line.addressId = target.id;
  else removeLines(world, store, order, lines);
  order.addresses = order.addresses.filter((each) => each !== address);
}

function addLine(
  world: World,
  store: StoreState,
  order: StoreOrder,
  { addressId, ...given }: NonNullable<OrderEdit['addLines']>[number],
): void {
  for (const line of buildLines(world, store, [given])) {
    if (line.type === 'physical') line.addressId = theAddress(order, addressId).id;
    order.lines.push(line);
  }
}

function editLine(world: World, store: StoreState, order: StoreOrder, edit: LineEdit): void {
  const line = order.lines.find((l) =>
    edit.orderProductId === undefined ? l.sku === edit.sku : l.id === edit.orderProductId,
  );
  if (!line) throw new ControlError(404, `The order has no line ${edit.orderProductId ?? edit.sku ?? ''}.`);
  if (edit.remove) {
    removeLines(world, store, order, [line]);
    return;
  }
  if (edit.quantity !== undefined) {
    if (!Number.isInteger(edit.quantity) || edit.quantity < 1)
      throw new ControlError(400, 'A quantity is a whole number of 1 or more; use odd for another one.');
    line.quantity = edit.quantity;
  }
  if (edit.price !== undefined) line.price = edit.price;
  if (edit.newSku !== undefined) line.sku = edit.newSku;
  if (edit.addressId !== undefined) line.addressId = edit.stray ? edit.addressId : theAddress(order, edit.addressId).id;
  if (edit.newId) renewLine(store, order, line, false);
}

function removeLines(world: World, store: StoreState, order: StoreOrder, lines: readonly OrderLine[]): void {
  if (world.settings.of(store.hash).editOrderStockAdjustment) giveBack(world, store, { ...order, lines: [...lines] });
  order.lines = order.lines.filter((line) => !lines.includes(line));
}

/** UNCONFIRMED: whether what was shipped and refunded follows a line that an edit makes anew. */
function renewLine(store: StoreState, order: StoreOrder, line: OrderLine, withRecords: boolean): void {
  const old = line.id;
  line.id = store.book.nextLineId();
  for (const child of order.lines) if (child.parentLineId === old) child.parentLineId = line.id;
  if (!withRecords) return;
  for (const { items } of [...order.shipments, ...order.refunds]) {
    for (const item of items) if (item.order_product_id === old) item.order_product_id = line.id;
  }
}
