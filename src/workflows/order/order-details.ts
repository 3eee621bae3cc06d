import type { Hold } from '../../contract/hold-reasons.ts';
import {
  goodsWords,
  type AddressStatus,
  type OrderStory,
  type ReleaseDecision,
  type WarehouseOrderStatus,
} from '../../contract/orders.ts';
import { BY_SIGNAL, BY_UPDATE, code, escaped, time } from '../shared/markdown.ts';

/** Effects that are shown; `explain` lists more. */
const SHOWN = 8;

/**
 * An order's story as Markdown, for the Temporal UI: what happened, what it waits for, what to do, and how to do it on
 * the page itself.
 * @param decisions what a person may decide now, as the `release` update takes it
 */
export function orderDetails(story: OrderStory, decisions: readonly ReleaseDecision[]): string {
  const { orderId, stage, addresses, effects, otherOrders = [] } = story;
  const lines = [`### Order ${orderId}: ${stage}`, '', escaped(story.summary)];
  for (const hold of holdsIn(story)) {
    if (!story.summary.includes(hold.message)) lines.push('', escaped(hold.message));
    lines.push('', `**It waits** since ${time(hold.since)} (${code(hold.reason)}).`, '');
    lines.push(`**What to do:** ${hold.remedy}`);
  }
  for (const address of addresses) {
    lines.push('', ...addressLines(address, addresses.length > 1, story.summary));
  }
  if (otherOrders.length > 0) {
    lines.push(
      '',
      '**Under this order’s number in myOGO, of none of its addresses**',
      '',
      ...otherOrders.map(orderLine),
    );
  }
  if (stage === 'held') lines.push('', ...waysOn(decisions, addresses.length > 0));
  else if (stage === 'awaiting-payment' || stage === 'ready' || stage === 'handed-over') {
    lines.push('', '**What to do:** nothing, it goes on by itself.');
  }
  const recent = effects.slice(-SHOWN).map((effect) => `- ${time(effect.at)}: ${escaped(effect.what)}`);
  if (recent.length > 0) lines.push('', '**Done so far**', '', ...recent);
  return lines.join('\n');
}

function addressLines(address: AddressStatus, several: boolean, summary: string): readonly string[] {
  const { addressId, stage, method, shippingCode, reference, pieces, orders = [], waits, shipments } = address;
  const lines = [`**${several ? `Address ${addressId}` : 'Its address'}: ${stage}**`, ''];
  const linked = shippingCode === undefined ? '' : ` → myOGO code ${code(shippingCode)}`;
  lines.push(`- shipping method: ${method === undefined || method.trim() === '' ? 'none' : escaped(method)}${linked}`);
  if (orders.length > 0) lines.push(...orders.map(orderLine));
  else if (reference !== undefined) lines.push(`- not in myOGO yet, where it will be ${code(reference)}`);
  if (pieces !== undefined) lines.push(`- pieces: ${escaped(pieces)}`);
  if (waits?.until !== undefined) lines.push(`- waits until ${time(waits.until)}: ${escaped(waits.words)}`);
  for (const hold of holdsIn(address)) {
    if (!summary.includes(hold.message)) lines.push(`- what happened: ${escaped(hold.message)}`);
    lines.push(`- it waits since ${time(hold.since)} (${code(hold.reason)})`);
    lines.push(`- **what to do:** ${hold.remedy}`);
  }
  for (const { shipmentId, trackingNumber } of shipments) {
    lines.push(`- shipment ${shipmentId}: ${trackingNumber ? `tracking ${code(trackingNumber)}` : 'no tracking yet'}`);
  }
  return lines;
}

/** Every hold: each is settled by itself. */
function holdsIn({ hold, moreHolds = [] }: Pick<OrderStory, 'hold' | 'moreHolds'>): readonly Hold[] {
  return hold === undefined ? moreHolds : [hold, ...moreHolds];
}

/** One of the warehouse's orders: `in myOGO as abc123-1042 (77): NEW, 2 × A; not sent from here: 1 × GIFT`. */
function orderLine({ reference, id, status, pieces, foreign, note }: WarehouseOrderStatus): string {
  const goods = (of: WarehouseOrderStatus['pieces']) => of.map(goodsWords).join(', ');
  const parts = [
    ...(pieces.length === 0 ? [] : [escaped(goods(pieces))]),
    ...(foreign === undefined ? [] : [`not sent from here: ${escaped(goods(foreign))}`]),
    ...(note === undefined ? [] : [escaped(note)]),
  ];
  const of = id === undefined ? '' : ` (${code(id)})`;
  return `- in myOGO as ${code(reference)}${of}: ${[status, ...parts].join('; ')}`;
}

/** What a person can do on this page, in words that can be copied into its forms. */
function waysOn(decisions: readonly ReleaseDecision[], isRead: boolean): readonly string[] {
  const lines = [
    '**How to do it here**',
    '',
    `- the cause is mended, try again: ${BY_SIGNAL}, ${code('retry')}, no data`,
  ];
  for (const decision of decisions) {
    lines.push(`- ${meaning(decision)}: ${BY_UPDATE}, ${code('release')}, data ${code(JSON.stringify(decision))}`);
  }
  if (decisions.length > 0) return lines;
  // Of an order that was never read nothing is known that could be cancelled from here.
  const how = isRead ? `${BY_UPDATE}, ${code('cancel')}, no data` : 'cancel it in the store';
  lines.push(`- give the order up: ${how}`);
  return lines;
}

function meaning({ kind, addressId }: ReleaseDecision): string {
  const where = addressId === undefined ? '' : ` (address ${addressId})`;
  switch (kind) {
    case 'use-code':
      return `this order only, by another myOGO code${where}`;
    case 'use-pickup-point':
      return `to the pick-up point of this code${where}`;
    case 'forward-words':
      return `send its words along${where}`;
    case 'drop-words':
      return `leave its words out${where}`;
    case 'hand-over-again':
      return `hand over again${where}`;
    case 'treat-as-done':
      return `mark as handled outside${where}`;
    case 'cancel':
      return `cancel it${where}`;
  }
}
