import type { NeedsPreview, ShippingLink } from '../../contract/shipping.ts';
import { missingNeeds } from '../../domain/orders/facts/travels/address-needs.ts';
import { weightOf } from '../../domain/shipping/parcel-weight.ts';

type Part = NeedsPreview['lacking'][number]['part'];
type Given = Parameters<typeof missingNeeds>;

/** An address with what goes there. */
interface Sent {
  readonly person: Given[1];
  readonly lines: readonly { readonly weight: string | undefined; readonly quantity: number }[];
}

/** Counts by link how many addresses have what it needs, and which parts the others lack. Keeps nobody's data. */
export class NeedsTally {
  readonly #links = new Map<ShippingLink, { complete: number; incomplete: number; lacking: Map<Part, number> }>();

  add(link: ShippingLink, { person, lines }: Sent, billing: Given[2]): void {
    const { needs = [], maxWeight } = link;
    if (needs.length === 0 && maxWeight === undefined) return;
    const tally = this.#links.get(link) ?? { complete: 0, incomplete: 0, lacking: new Map<Part, number>() };
    this.#links.set(link, tally);
    const heavy = maxWeight !== undefined && weightOf(lines) > maxWeight;
    const missing: readonly Part[] = [...missingNeeds(needs, person, billing), ...(heavy ? (['weight'] as const) : [])];
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
