import type { AddressStatus, OrderStory, ReleaseDecision } from '../contract/orders.ts';
import { BY_SIGNAL, BY_UPDATE, code, escaped, time } from './markdown.ts';

/** Effects that are shown; `explain` lists more. */
const SHOWN = 8;

/**
 * An order's story as Markdown, for the Temporal UI: what happened, what it waits for, what to do, and how to do it on
 * the page itself.
 * @param decisions what a person may decide now, as the `release` update takes it
 */
export function orderDetails(story: OrderStory, decisions: readonly ReleaseDecision[]): string {
  const { orderId, stage, hold, addresses, effects } = story;
  const lines = [`### Order ${orderId}: ${stage}`, '', escaped(story.summary)];
  if (hold !== undefined) {
    lines.push('', `**It waits** since ${time(hold.since)} (${code(hold.reason)}).`, '');
    lines.push(`**What to do:** ${hold.remedy}`);
  }
  for (const address of addresses) {
    const isTold = address.hold !== undefined && story.summary.includes(address.hold.message);
    lines.push('', ...addressLines(address, addresses.length > 1, isTold));
  }
  if (stage === 'held') lines.push('', ...waysOn(decisions));
  else if (stage === 'awaiting-payment' || stage === 'ready' || stage === 'handed-over') {
    lines.push('', '**What to do:** nothing, it goes on by itself.');
  }
  const recent = effects.slice(-SHOWN).map((effect) => `- ${time(effect.at)}: ${escaped(effect.what)}`);
  if (recent.length > 0) lines.push('', '**Done so far**', '', ...recent);
  return lines.join('\n');
}

function addressLines(address: AddressStatus, several: boolean, isTold: boolean): readonly string[] {
  const { addressId, stage, method, shippingCode, reference, myOgoStatus, hold, shipments } = address;
  const lines = [`**${several ? `Address ${addressId}` : 'Its address'}: ${stage}**`, ''];
  const linked = shippingCode === undefined ? '' : ` → myOGO code ${code(shippingCode)}`;
  lines.push(`- shipping method: ${method === undefined || method.trim() === '' ? 'none' : escaped(method)}${linked}`);
  if (myOgoStatus !== undefined) lines.push(`- in myOGO as ${code(reference ?? '')}: ${myOgoStatus}`);
  else if (reference !== undefined) lines.push(`- not in myOGO yet, where it will be ${code(reference)}`);
  if (hold !== undefined) {
    if (!isTold) lines.push(`- what happened: ${escaped(hold.message)}`);
    lines.push(`- it waits since ${time(hold.since)} (${code(hold.reason)})`);
    lines.push(`- **what to do:** ${hold.remedy}`);
  }
  for (const { shipmentId, trackingNumber } of shipments) {
    lines.push(`- shipment ${shipmentId}: ${trackingNumber ? `tracking ${code(trackingNumber)}` : 'no tracking yet'}`);
  }
  return lines;
}

/** What a person can do on this page, in words that can be copied into its forms. */
function waysOn(decisions: readonly ReleaseDecision[]): readonly string[] {
  const lines = [
    '**How to do it here**',
    '',
    `- the cause is mended, try again: ${BY_SIGNAL}, ${code('retry')}, no data`,
  ];
  for (const decision of decisions) {
    lines.push(`- ${meaning(decision)}: ${BY_UPDATE}, ${code('release')}, data ${code(JSON.stringify(decision))}`);
  }
  if (decisions.length === 0) lines.push(`- give the order up: ${BY_UPDATE}, ${code('cancel')}, no data`);
  return lines;
}

function meaning({ kind, addressId }: ReleaseDecision): string {
  const where = addressId === undefined ? '' : ` (address ${addressId})`;
  switch (kind) {
    case 'use-code':
      return `this order only, by another myOGO code${where}`;
    case 'hand-over-again':
      return `hand over again${where}`;
    case 'treat-as-done':
      return `leave it to people and count it as done${where}`;
    case 'cancel':
      return `cancel it${where}`;
  }
}
