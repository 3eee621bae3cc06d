import type { Control } from '../../../dev/stand-ins/control/control.ts';
import type { OrderAddress, OrderLine } from '../../../dev/stand-ins/store/order-state.ts';
import type { Act } from '../acts/act.ts';
import type { LifeOrder } from '../life/life-order.ts';
import { METHOD, round, type People } from '../life/people.ts';

/** Where a merchant's act happens: an order of the store, and what of it is meant. */
interface Desk {
  readonly act: Act;
  readonly control: Control;
  readonly order: LifeOrder;
  readonly people: People;
}

/** What the merchant does in the store, at once. @returns whether there was anything to do */
export function merchantDoes({ act, control, order: lived, people }: Desk): boolean {
  const order = lived.inStore();
  const { deeds: did } = lived;
  const { storeHash, skus } = lived.store;
  const physical = order.lines.filter(({ type }) => type === 'physical');
  const line = round(physical, act.which);
  const address = round(order.addresses, act.which);
  const change = (wanted: Parameters<typeof control.changeOrder>[1]): true => {
    control.changeOrder(order.id, { storeHash, ...wanted });
    return true;
  };
  const buy = (wanted: Parameters<typeof change>[0]): true => {
    if (order.statusId === 2) did.boughtWhenShipped = true;
    if (lived.store.isDeaf || lived.store.stoppedAt !== undefined) did.boughtUnread = true;
    change(wanted);
    did.boughtAt = order.modified;
    return true;
  };
  switch (act.do) {
    case 'status':
      return change({ status: act.to, ...(act.to === 11 || act.to === 9 ? { paid: true } : {}) });
    case 'refund':
      if (line === undefined) return false;
      if (act.quantity === 0) return change({ refund: true });
      return change({
        refund: [{ orderProductId: line.id, quantity: Math.min(act.quantity, line.quantity - line.refunded) }],
      });
    case 'address': {
      if (address === undefined) return false;
      const { street_1, email, phone } = people.person();
      const street = act.what === 'street' || act.what === 'street-and-new-id' ? { street_1 } : {};
      const contact = act.what === 'contact' ? { email, phone } : {};
      const method =
        act.what === 'method'
          ? { shippingMethod: address.shippingMethod === METHOD.linked ? METHOD.unlinked : METHOD.linked }
          : {};
      const newId = act.what.endsWith('new-id') ? { newId: true } : {};
      return change({ address: { addressId: address.id, ...street, ...contact, ...method, ...newId } });
    }
    case 'add-address':
      did.moved = true;
      change({ addAddress: { ...people.person() } });
      if (line !== undefined)
        change({ editLines: [{ orderProductId: line.id, addressId: order.addresses.at(-1)?.id ?? 0 }] });
      return true;
    case 'remove-address': {
      const other = order.addresses.find((each) => each !== address);
      if (address === undefined || other === undefined) return false;
      did.moved = true;
      return change({ removeAddress: { addressId: address.id, linesTo: other.id } });
    }
    case 'move-line':
      if (line === undefined || address === undefined) return false;
      did.moved = true;
      return change({ editLines: [{ orderProductId: line.id, addressId: address.id }] });
    case 'line':
      if (act.what === 'add')
        return buy({
          addLines: [
            {
              sku: round(skus, act.which) ?? '',
              quantity: 1,
              ...(address !== undefined && { addressId: address.id }),
            },
          ],
        });
      if (act.what === 'new-ids' || act.what === 'new-ids-and-records') {
        did.linesRenewed = true;
        return change({ newLineIds: act.what === 'new-ids' ? true : 'and-records' });
      }
      if (line === undefined) return false;
      if (act.what === 'remove') {
        noteTakenOut(lived, line);
        return change({ editLines: [{ orderProductId: line.id, remove: true }] });
      }
      if (act.what === 'more') return buy({ editLines: [{ orderProductId: line.id, quantity: line.quantity + 1 }] });
      if (line.quantity === 1) return false;
      return change({
        editLines: [{ orderProductId: line.id, quantity: Math.max(1, line.quantity - 1, line.refunded) }],
      });
    case 'ship-by-hand':
      control.shipByHand(order.id, {
        storeHash,
        ...(line !== undefined && { addressId: line.addressId }),
        ...(act.quantity > 0 &&
          line !== undefined && {
            items: [{ orderProductId: line.id, quantity: Math.min(act.quantity, line.quantity - line.shipped) }],
          }),
        ...(act.tracking && { tracking: people.tracking('HAND') }),
      });
      return true;
    case 'delete-shipment': {
      const shipment = round(order.shipments, act.which);
      if (shipment === undefined) return false;
      did.shipmentsDeleted += 1;
      control.changeShipment(order.id, shipment.id, { storeHash, remove: true });
      return true;
    }
    case 'correct-shipment': {
      const shipment = round(order.shipments, act.which);
      if (shipment === undefined) return false;
      did.numbersChanged = true;
      control.changeShipment(order.id, shipment.id, { storeHash, tracking: people.tracking('CORR') });
      return true;
    }
    case 'archive':
      return change({ archived: act.archived });
    default:
      return false;
  }
}

/** What left for an address stays its piece when the line goes. */
function noteTakenOut(lived: LifeOrder, { sku, addressId }: OrderLine): void {
  const { takenOutOf } = lived.deeds;
  const address = lived.inStore().addresses.find(({ id }) => id === addressId);
  if (address !== undefined) takenOutOf.set(sku, (takenOutOf.get(sku) ?? new Set<OrderAddress>()).add(address));
}
