import type { OrderStory } from '../contract/orders.ts';

/** An order's story as Markdown, for the Temporal UI: what happened, what it waits for, what to do. */
export function orderDetails(story: OrderStory): string {
  const lines = [`### Order ${story.orderId}: ${story.stage}`, '', story.summary];
  if (story.hold !== undefined) lines.push('', `**What to do:** ${story.hold.remedy}`);
  for (const address of story.addresses) {
    const to = address.shippingCode === undefined ? '' : ` → \`${address.shippingCode}\``;
    lines.push('', `**Address ${address.addressId}** (${address.method ?? 'no method'}${to}): ${address.stage}`);
    if (address.reference !== undefined)
      lines.push(
        `- reference \`${address.reference}\`${address.myOgoStatus ? `, myOGO says ${address.myOgoStatus}` : ''}`,
      );
    if (address.hold !== undefined) {
      lines.push(
        `- held since ${address.hold.since}: ${address.hold.message}`,
        `- **what to do:** ${address.hold.remedy}`,
      );
    }
    for (const shipment of address.shipments) {
      lines.push(
        `- shipment ${shipment.shipmentId}${shipment.trackingNumber ? `, tracking \`${shipment.trackingNumber}\`` : ', no tracking'}`,
      );
    }
  }
  const recent = story.effects.slice(-8).map((effect) => `- ${effect.at} ${effect.what}`);
  if (recent.length > 0) lines.push('', '**Done**', ...recent);
  return lines.join('\n');
}
