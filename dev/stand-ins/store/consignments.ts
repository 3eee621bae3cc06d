import { addressFields, lineView, link } from './order-view.ts';
import { stagedRow } from '../reply.ts';
import type { OrderLine, StoreOrder } from './order-state.ts';
import type { StoreState } from './store-state.ts';

/** The most lines of one consignment that come along; the rest is cut with a warning. */
const maxLines = 50;

/**
 * The object form: shipping, pickups, downloads, e-mailed gift certificates. Without `withLines` each consignment
 * only links to its lines. The place of `__warning__` beside the cut list is UNCONFIRMED.
 */
export function consignments(store: StoreState, order: StoreOrder, withLines: boolean): Record<string, unknown> {
  if (order.odd?.consignments === 'none')
    return stagedRow({ pickups: [], shipping: [], downloads: [], email: { gift_certificates: [] } }, {});
  const plain = plainConsignments(store, order, withLines);
  return order.odd ? stagedRow(plain, {}) : plain;
}

function plainConsignments(store: StoreState, order: StoreOrder, withLines: boolean): Record<string, unknown> {
  const lines = (of: (line: OrderLine) => boolean): Record<string, unknown> => {
    if (order.odd?.consignments === 'no-lines') return { line_items: [] };
    if (!withLines) return { line_items: [link(store, `/orders/${order.id}/products`)] };
    const all = order.lines.filter(of);
    return {
      line_items: all.slice(0, maxLines).map((line) => lineView(order, line)),
      ...(all.length > maxLines && {
        __warning__: { message: `Not all line items of this consignment are returned, only ${maxLines} are included.` },
      }),
    };
  };
  const has = (of: (line: OrderLine) => boolean) => order.lines.some(of);
  const isPickup = (line: OrderLine) => line.pickupMethodId !== 0;
  const isDownload = (line: OrderLine) => line.type === 'digital';
  const isGift = (line: OrderLine) => line.type === 'giftcertificate';
  return {
    pickups: has(isPickup)
      ? [
          {
            id: order.id,
            pickup_method_id: 1,
            pickup_method_display_name: 'Pick up in store',
            collection_instructions: '',
            collection_time_description: '',
            location: { id: 1, name: 'Default location', code: 'BC-LOCATION-1' },
            ...lines(isPickup),
          },
        ]
      : [],
    shipping: order.addresses.map((address) => ({
      ...addressFields(store, order, address),
      ...lines((line) => line.addressId === address.id),
      shipping_quotes: link(store, `/orders/${order.id}/consignments/shipping/${address.id}/shipping_quotes`),
    })),
    downloads: has(isDownload) ? [{ recipient_email: order.billing.email, ...lines(isDownload) }] : [],
    email: { gift_certificates: has(isGift) ? [{ recipient_email: order.billing.email, ...lines(isGift) }] : [] },
  };
}

/** What `include=` adds to an order. Without `consignment_structure=object` the legacy list form is answered. */
export function included(store: StoreState, order: StoreOrder, query: URLSearchParams): Record<string, unknown> {
  const include = (query.get('include') ?? '').split(',');
  const withLines = include.includes('consignments.line_items');
  if (!withLines && !include.includes('consignments')) return {};
  const object = consignments(store, order, withLines);
  return { consignments: query.get('consignment_structure') === 'object' ? object : [object] };
}
