import type { Control } from '../../dev/stand-ins/control/control.ts';
import type { StoreOrder } from '../../dev/stand-ins/store/order-state.ts';
import type { Act } from './acts.ts';
import { METHOD, round, type Deeds, type People } from './people.ts';

/** Where a merchant's act happens: an order of the store, and what of it is meant. */
interface Desk {
  readonly act: Act;
  readonly control: Control;
  readonly storeHash: string;
  readonly order: StoreOrder;
  readonly skus: readonly string[];
  readonly did: Deeds;
  readonly people: People;
}

/** What the merchant does in the store, at once. */
export function merchantDoes({ act, control, storeHash, order, skus, did, people }: Desk): void {
  const physical = order.lines.filter(({ type }) => type === 'physical');
  const line = round(physical, act.which);
  const address = round(order.addresses, act.which);
  const change = (wanted: Parameters<typeof control.changeOrder>[1]) =>
    control.changeOrder(order.id, { storeHash, ...wanted });
  switch (act.do) {
    case 'status':
      change({ status: act.to, ...(act.to === 11 || act.to === 9 ? { paid: true } : {}) });
      return;
    case 'refund':
      if (line === undefined) return;
      if (act.quantity === 0) change({ refund: true });
      else
        change({
          refund: [{ orderProductId: line.id, quantity: Math.min(act.quantity, line.quantity - line.refunded) }],
        });
      return;
    case 'address': {
      if (address === undefined) return;
      const { street_1, email, phone } = people.person();
      const street = act.what === 'street' || act.what === 'street-and-new-id' ? { street_1 } : {};
      const contact = act.what === 'contact' ? { email, phone } : {};
      const method =
        act.what === 'method'
          ? { shippingMethod: address.shippingMethod === METHOD.linked ? METHOD.unlinked : METHOD.linked }
          : {};
      const newId = act.what.endsWith('new-id') ? { newId: true } : {};
      change({ address: { addressId: address.id, ...street, ...contact, ...method, ...newId } });
      return;
    }
    case 'add-address':
      change({ addAddress: { ...people.person() } });
      if (line !== undefined)
        change({ editLines: [{ orderProductId: line.id, addressId: order.addresses.at(-1)?.id ?? 0 }] });
      return;
    case 'remove-address': {
      const other = order.addresses.find((each) => each !== address);
      if (address !== undefined && other !== undefined)
        change({ removeAddress: { addressId: address.id, linesTo: other.id } });
      return;
    }
    case 'move-line':
      if (line !== undefined && address !== undefined)
        change({ editLines: [{ orderProductId: line.id, addressId: address.id }] });
      return;
    case 'line':
      if (act.what === 'add')
        change({
          addLines: [
            {
              sku: round(skus, act.which) ?? '',
              quantity: 1,
              ...(address !== undefined && { addressId: address.id }),
            },
          ],
        });
      else if (act.what === 'new-ids' || act.what === 'new-ids-and-records') {
        did.linesRenewed = true;
        change({ newLineIds: act.what === 'new-ids' ? true : 'and-records' });
      } else if (line === undefined) return;
      else if (act.what === 'remove') change({ editLines: [{ orderProductId: line.id, remove: true }] });
      else if (act.what === 'more') change({ editLines: [{ orderProductId: line.id, quantity: line.quantity + 1 }] });
      else if (line.quantity > 1)
        change({ editLines: [{ orderProductId: line.id, quantity: Math.max(1, line.quantity - 1, line.refunded) }] });
      return;
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
      return;
    case 'delete-shipment': {
      const shipment = round(order.shipments, act.which);
      if (shipment === undefined) return;
      did.shipmentsDeleted += 1;
      control.changeShipment(order.id, shipment.id, { storeHash, remove: true });
      return;
    }
    case 'correct-shipment': {
      const shipment = round(order.shipments, act.which);
      if (shipment !== undefined)
        control.changeShipment(order.id, shipment.id, { storeHash, tracking: people.tracking('CORR') });
      return;
    }
    case 'archive':
      change({ archived: act.archived });
      return;

    default:
      return;
  }
}
