import type { MethodNeeds, Settings } from '../../contract/settings.ts';
import { addressNeeds, type ShippingLink } from '../../contract/shipping.ts';
import { matches } from '../shared/wildcard.ts';

/** What a method asks of an address and its goods. */
type Asked = Pick<ShippingLink, 'needs' | 'maxWeight'>;

/** Who says what methods need: links by themselves, and the setting by the codes that they give. */
export interface AskedOf {
  readonly links: readonly ShippingLink[];
  /** Absent in settings that were stored before it was one. */
  readonly settings?: Partial<Pick<Settings, 'methodNeeds'>>;
}

/** One answer is used for many orders: it is read once. */
const read = new WeakMap<readonly ShippingLink[], { by: readonly MethodNeeds[]; links: readonly ShippingLink[] }>();

/** The links with all that their methods need: what a link says itself, also that it is nothing, beats the setting. */
export function linksWithNeeds({ links, settings }: AskedOf): readonly ShippingLink[] {
  const by = settings?.methodNeeds ?? [];
  if (by.length === 0) return links;
  const known = read.get(links);
  if (known?.by === by) return known.links;
  const filled = links.map((link) => ({ ...neededBy(by, link.code), ...link }));
  read.set(links, { by, links: filled });
  return filled;
}

/** What the setting says of a code: all entries that fit it count together, and the least weight. */
export function neededBy(by: readonly MethodNeeds[] = [], code: string): Asked {
  const fitting = by.filter(({ shippingCode }) => matches(shippingCode, code));
  const needs = addressNeeds.filter((need) => fitting.some((one) => one.needs?.includes(need) === true));
  const limits = fitting.flatMap(({ maxWeight }) => maxWeight ?? []);
  return {
    ...(needs.length === 0 ? {} : { needs }),
    ...(limits.length === 0 ? {} : { maxWeight: Math.min(...limits) }),
  };
}
