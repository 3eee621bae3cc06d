import type { ChangeOrder } from '../../dev/stand-ins/control/change-order.ts';
import type { AddressEdit, LineEdit, OrderEdit } from '../../dev/stand-ins/control/edit-order.ts';
import type { HandShipment, ShipmentChange } from '../../dev/stand-ins/control/hand-shipment.ts';
import type { Sandbox } from '../../dev/stand-ins/start.ts';
import type { OrderOddity } from '../../dev/stand-ins/store/oddity.ts';
import type { StoreOrder } from '../../dev/stand-ins/store/order-state.ts';

type RefundItem = Exclude<NonNullable<ChangeOrder['refund']>, true>[number];
type NewLine = NonNullable<OrderEdit['addLines']>[number];

/** What the merchant does to an order in the store, each as one act. A poll learns of it later: nothing here tells a run. */
export interface MerchantActs {
  /** The order as the store keeps it. */
  order(orderId: number): StoreOrder;
  /** Sets any status. 2 sets `date_shipped` too. */
  setStatus(orderId: number, statusId: number): void;
  /** `{ street_1: 'New', newId: true }`; answers with the address's id, a new one with `newId`. */
  editAddress(orderId: number, addressId: number, edit: Omit<AddressEdit, 'addressId'>): number;
  /** A further address like the first one; answers with its id. */
  addAddress(orderId: number, fields?: OrderEdit['addAddress']): number;
  /** Its lines go too, unless `linesTo` names another address. */
  removeAddress(orderId: number, addressId: number, linesTo?: number): void;
  addLine(orderId: number, line: NewLine): void;
  removeLine(orderId: number, line: Pick<LineEdit, 'orderProductId' | 'sku'>): void;
  setQuantity(orderId: number, line: Pick<LineEdit, 'orderProductId' | 'sku'>, quantity: number): void;
  moveLine(orderId: number, line: Pick<LineEdit, 'orderProductId' | 'sku'>, addressId: number): void;
  /** An edit that makes all lines anew; shipments and refunds name the old ids, or (`and-records`) follow. */
  renewLineIds(orderId: number, records?: 'and-records'): void;
  /** The order's line is at an address that the order does not have. */
  strayLine(orderId: number, line: Pick<LineEdit, 'orderProductId' | 'sku'>): void;
  /** Some pieces, or everything that is left. */
  refund(orderId: number, items?: RefundItem[]): void;
  /** Ships all that is left at the first address, or what `shipment` says; answers with the shipment's id. */
  shipByHand(orderId: number, shipment?: HandShipment): number;
  /** Deletes a shipment, ours too. */
  deleteShipment(orderId: number, shipmentId: number): void;
  correctShipment(orderId: number, shipmentId: number, texts: Omit<ShipmentChange, 'storeHash' | 'remove'>): void;
  archive(orderId: number, archived?: boolean): void;
  /** 404 and in no list: for good, or for so many readings by its id. */
  lose(orderId: number, readings?: number): void;
  find(orderId: number): void;
  setDateShipped(orderId: number, at: string | null): void;
  editMessage(orderId: number, customerMessage: string): void;
  editNotes(orderId: number, staffNotes: string): void;
  /** Its answers contradict themselves or have fields of the wrong type; `null` ends it. */
  showOddly(orderId: number, odd: OrderOddity | null): void;
  /** Every consignment is missing while `items_total` counts the pieces. */
  hideConsignments(orderId: number, readings?: number): void;
  /** The consignments have no lines while `items_total` counts the pieces. */
  hideLines(orderId: number, readings?: number): void;
  /** A line's quantity is told as this, e.g. 1.5. */
  showQuantity(orderId: number, orderProductId: number, quantity: unknown): void;
  /** Another app writes a metafield, or somebody deletes one (`null`), ours too. */
  setMetafield(orderId: number, field: NonNullable<ChangeOrder['metafield']>): void;
  /** Any of it at once; `modified: 'same'` leaves `date_modified` as it is. */
  change(orderId: number, change: ChangeOrder): void;
}

export function merchantActs({ control }: Pick<Sandbox, 'control'>, storeHash?: string): MerchantActs {
  const where = storeHash === undefined ? {} : { storeHash };
  const change = (orderId: number, wanted: ChangeOrder): number | undefined =>
    control.changeOrder(orderId, { ...where, ...wanted }).addressId;
  const order = (orderId: number): StoreOrder => {
    const found = control.store(storeHash).book.orders.get(orderId);
    if (found === undefined) throw new Error(`the sandbox has no order ${orderId}`);
    return found;
  };
  const times = (readings: number | undefined) => (readings === undefined ? {} : { times: readings });
  return {
    order,
    setStatus: (orderId, status) => void change(orderId, { status }),
    editAddress: (orderId, addressId, edit) => change(orderId, { address: { ...edit, addressId } }) ?? addressId,
    addAddress: (orderId, fields = {}) => change(orderId, { addAddress: fields }) ?? 0,
    removeAddress: (orderId, addressId, linesTo) =>
      void change(orderId, { removeAddress: { addressId, ...(linesTo === undefined ? {} : { linesTo }) } }),
    addLine: (orderId, line) => void change(orderId, { addLines: [line] }),
    removeLine: (orderId, line) => void change(orderId, { editLines: [{ ...line, remove: true }] }),
    setQuantity: (orderId, line, quantity) => void change(orderId, { editLines: [{ ...line, quantity }] }),
    moveLine: (orderId, line, addressId) => void change(orderId, { editLines: [{ ...line, addressId }] }),
    renewLineIds: (orderId, records) => void change(orderId, { newLineIds: records ?? true }),
    strayLine: (orderId, line) => void change(orderId, { editLines: [{ ...line, addressId: 999_999, stray: true }] }),
    refund: (orderId, items) => void change(orderId, { refund: items ?? true }),
    shipByHand: (orderId, shipment) => control.shipByHand(orderId, { ...where, ...shipment }).shipmentId,
    deleteShipment: (orderId, shipmentId) =>
      void control.changeShipment(orderId, shipmentId, { ...where, remove: true }),
    correctShipment: (orderId, shipmentId, texts) =>
      void control.changeShipment(orderId, shipmentId, { ...where, ...texts }),
    archive: (orderId, archived = true) => void change(orderId, { archived }),
    lose: (orderId, readings) => void change(orderId, { gone: readings ?? true }),
    find: (orderId) => void change(orderId, { gone: false }),
    setDateShipped: (orderId, dateShipped) => void change(orderId, { dateShipped }),
    editMessage: (orderId, customerMessage) => void change(orderId, { customerMessage }),
    editNotes: (orderId, staffNotes) => void change(orderId, { staffNotes }),
    showOddly: (orderId, odd) => void change(orderId, { odd }),
    hideConsignments: (orderId, readings) =>
      void change(orderId, { odd: { consignments: 'none', ...times(readings) } }),
    hideLines: (orderId, readings) => void change(orderId, { odd: { consignments: 'no-lines', ...times(readings) } }),
    showQuantity: (orderId, orderProductId, quantity) =>
      void change(orderId, { odd: { lines: { [orderProductId]: { quantity } } } }),
    setMetafield: (orderId, metafield) => void change(orderId, { metafield }),
    change: (orderId, wanted) => void change(orderId, wanted),
  };
}
