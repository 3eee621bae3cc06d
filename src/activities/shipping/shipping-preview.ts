import type { PickUpPreview, ShippingLink, ShippingPreview } from '../../contract/shipping.ts';
import { compileLinks } from '../../domain/shipping/link-rank.ts';
import { decideShipping } from '../../domain/shipping/shipping-links.ts';
import type { OddRow } from '../../http/rows.ts';
import { findPickUp, isAsked, type PickUpTexts } from '../../domain/shipping/pick-up/find-pick-up.ts';
import type { OpenConnection } from '../runtime/connections.ts';
import { NeedsTally } from './needs-tally.ts';
import { textsOf } from './pick-up.ts';
import { serverTime } from '../runtime/server-clock.ts';

const DAY_MS = 86_400_000;
/** A preview is a sample for a person, not an audit: 20 pages are 5,000 orders. */
const MAX_PAGES = 20;

/**
 * Runs a draft of links over the last days' real orders. Writes nothing.
 * @param days how many days back, 1–365
 */
export async function previewLinks(
  open: OpenConnection,
  draft: readonly ShippingLink[],
  days: number,
): Promise<ShippingPreview> {
  const drafted = compileLinks(draft);
  const present = compileLinks(open.connection.links);
  const matched = new Map<string, number>();
  const ties = new Map<string, number>();
  const unmatched = new Map<string, number>();
  const count = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1);
  const odd: OddRow[] = [];
  const pickUps = new Map<ShippingLink, { -readonly [K in keyof PickUpPreview]: PickUpPreview[K] }>();
  const needs = new NeedsTally();
  let orders = 0;
  let changed = 0;
  let pages = 0;
  const minDateCreated = new Date(serverTime() - days * DAY_MS).toISOString();
  for await (const page of open.store.orders.pages({ withLines: true, minDateCreated, sort: 'id:desc', limit: 250 })) {
    odd.push(...page.unreadable);
    for (const order of page.rows) {
      orders += 1;
      for (const consignment of order.shipping) {
        const { method, person } = consignment;
        const address = { method, country: person.countryIso2 };
        const after = decideShipping(drafted, address);
        const before = decideShipping(present, address);
        if (outcome(before) !== outcome(after)) changed += 1;
        if (after.kind === 'code' || after.kind === 'ignore') count(matched, after.link.code);
        else count(after.kind === 'tie' ? ties : unmatched, method);
        if (after.kind === 'code') needs.add(after.link, consignment, order.billing);
        const found = after.kind === 'code' ? await pickUpOutcome(after.link, textsOf(order, consignment)) : undefined;
        if (after.kind !== 'code' || found === undefined) continue;
        const { method: pattern, code } = after.link;
        const tally = pickUps.get(after.link) ?? {
          method: pattern,
          code,
          found: 0,
          missing: 0,
          ambiguous: 0,
          notAsked: 0,
        };
        tally[found] += 1;
        pickUps.set(after.link, tally);
      }
    }
    pages += 1;
    if (pages >= MAX_PAGES) break;
  }
  const addressNeeds = needs.rows();
  const byMethod = (map: Map<string, number>) =>
    [...map].map(([method, number]) => ({ method, orders: number })).sort((a, b) => b.orders - a.orders);
  return {
    orders,
    matched: [...matched].map(([code, number]) => ({ code, orders: number })).sort((a, b) => b.orders - a.orders),
    changed,
    ties: byMethod(ties),
    unmatched: byMethod(unmatched),
    ...(pickUps.size === 0 ? {} : { pickUpPoints: [...pickUps.values()] }),
    ...(addressNeeds.length === 0 ? {} : { addressNeeds }),
    ...(odd.length === 0 ? {} : { oddRows: { count: odd.length, rows: odd.slice(0, 100) } }),
  };
}

/** What an order says of its pick-up point, as far as it says it without a further request. */
async function pickUpOutcome(
  link: ShippingLink,
  texts: PickUpTexts,
): Promise<'found' | 'missing' | 'ambiguous' | 'notAsked' | undefined> {
  const read = await findPickUp(link, texts, () => Promise.resolve([]));
  if (read === undefined) return undefined;
  if (read.codes.length > 1) return 'ambiguous';
  if (read.codes.length === 1) return 'found';
  return link.where?.some(isAsked) === true ? 'notAsked' : 'missing';
}

function outcome(decision: ReturnType<typeof decideShipping>): string {
  return decision.kind === 'code' || decision.kind === 'ignore' ? decision.link.code : decision.kind;
}
