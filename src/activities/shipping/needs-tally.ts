import type { AddressNeed, NeedsPreview, ShippingLink } from '../../contract/shipping.ts';
import { missingNeeds } from '../../domain/orders/facts/travels/address-needs.ts';

type Given = Parameters<typeof missingNeeds>;

/** Counts by link how many addresses have what it needs, and which parts the others lack. Keeps nobody's data. */
export class NeedsTally {
  readonly #links = new Map<
    ShippingLink,
    { complete: number; incomplete: number; lacking: Map<AddressNeed, number> }
  >();

  add(link: ShippingLink, person: Given[1], billing: Given[2]): void {
    const { needs = [] } = link;
    if (needs.length === 0) return;
    const tally = this.#links.get(link) ?? { complete: 0, incomplete: 0, lacking: new Map<AddressNeed, number>() };
    this.#links.set(link, tally);
    const missing = missingNeeds(needs, person, billing);
    tally[missing.length === 0 ? 'complete' : 'incomplete'] += 1;
    for (const part of missing) tally.lacking.set(part, (tally.lacking.get(part) ?? 0) + 1);
  }

  rows(): readonly NeedsPreview[] {
    return [...this.#links].map(([{ method, code }, { complete, incomplete, lacking }]) => ({
      ...{ method, code, complete, incomplete },
      lacking: [...lacking].map(([part, addresses]) => ({ part, addresses })).sort((a, b) => b.addresses - a.addresses),
    }));
  }
}
