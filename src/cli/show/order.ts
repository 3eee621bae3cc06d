import type { OrderStatus, OrderStory } from '../../client/index.ts';
import type { Output } from '../output.ts';

/** Where an order stands, address by address, and what to do where it is held. */
export function showOrder(out: Output, order: OrderStatus): void {
  out.line(
    `${out.style('bold', `Order ${order.orderId}`)}: ${out.style(order.stage === 'held' ? 'yellow' : 'green', order.stage)}`,
  );
  out.line(order.summary);
  if (order.hold !== undefined) out.line(`What to do: ${order.hold.remedy}`);
  for (const address of order.addresses) {
    const { hold, shipments } = address;
    out.line();
    out.line(`${out.style('bold', `Address ${address.addressId}`)}: ${address.stage}`);
    out.facts([
      ['  method', address.method],
      ['  myOGO code', address.shippingCode],
      ['  reference', address.reference],
      ['  myOGO says', address.myOgoStatus],
      ['  held because', hold === undefined ? undefined : `${hold.reason}, since ${hold.since}`],
      ['  what happened', hold?.message],
      ['  what to do', hold?.remedy],
      [
        '  shipments',
        shipments.map(({ shipmentId, trackingNumber }) => trackingNumber ?? `${shipmentId}, no tracking`).join(', '),
      ],
    ]);
  }
}

/** An order's story: where it stands, then what was decided and done, by time. */
export async function showStory(out: Output, story: OrderStory): Promise<void> {
  showOrder(out, story);
  const events = [
    ...story.decisions.map(({ at, addressId, what, candidates = [] }) => ({
      at,
      addressId,
      what,
      kind: 'decided',
      candidates,
    })),
    ...story.effects.map(({ at, addressId, what }) => ({ at, addressId, what, kind: 'done', candidates: [] })),
  ].sort((a, b) => a.at.localeCompare(b.at));
  if (events.length === 0) return;
  out.line();
  await out.table(
    ['when', 'address', '', 'what'],
    events.flatMap(({ at, addressId, what, kind, candidates }) => [
      [at, addressId, kind, what],
      ...candidates.map((candidate) => ['', '', '', `  ${candidate}`]),
    ]),
  );
}
