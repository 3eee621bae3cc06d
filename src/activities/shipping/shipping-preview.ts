import { defined } from '../../contract/defined.ts';
import type { PickUpPreview, ShippingLink, ShippingPreview } from '../../contract/shipping.ts';
import { linksWithNeeds } from '../../domain/shipping/method-needs.ts';
import { compileLinks } from '../../domain/shipping/link-rank.ts';
import { decideShipping } from '../../domain/shipping/shipping-links.ts';
import { findPickUp, isAsked, type PickUpTexts } from '../../domain/shipping/pick-up/find-pick-up.ts';
import { OddList } from '../../domain/shared/odd-rows.ts';
import { isNotAtWarehouse } from '../../domain/shared/not-at-warehouse.ts';
import { acrossBorder } from '../../domain/shipping/customs/customs-border.ts';
import { keptElsewhere } from '../products/elsewhere/kept-elsewhere.ts';
import { productsByCode } from '../products/warehouse-index.ts';
import type { Dependencies } from '../runtime/dependencies.ts';
import { CustomsTally } from './customs-tally.ts';
import type { OpenConnection } from '../runtime/connections.ts';
import { NeedsTally } from './needs-tally.ts';
import { textsOf } from './pick-up.ts';
import { serverTime } from '../runtime/server-clock.ts';

const DAY_MS = 86_400_000;
/** A preview is a sample for a person, not an audit: 20 pages are 5,000 orders. */
const MAX_PAGES = 20;

/**
 * Runs a draft of links over the last days' real orders. Writes nothing. Where goods cross a customs border, their products are asked
 * for, one request a SKU, and of a hundred SKUs at most.
 * @param days how many days back, 1–365
 */
export async function previewLinks(
  deps: Dependencies,
  open: OpenConnection,
  draft: readonly ShippingLink[],
  days: number,
): Promise<ShippingPreview> {
  const drafted = compileLinks(draft);
  const filled = linksWithNeeds({ links: draft, settings: open.connection.settings });
  const asking = new Map(draft.map((link, at) => [link, filled[at] ?? link]));
  const present = compileLinks(open.connection.links);
  const matched = new Map<string, number>();
  const ties = new Map<string, number>();
  const unmatched = new Map<string, number>();
  const count = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1);
  const odd = new OddList();
  const pickUps = new Map<ShippingLink, { -readonly [K in keyof PickUpPreview]: PickUpPreview[K] }>();
  const needs = new NeedsTally();
  const customs = new CustomsTally();
  let orders = 0;
  let changed = 0;
  let pages = 0;
  const minDateCreated = new Date(serverTime() - days * DAY_MS).toISOString();
  for await (const page of open.store.orders.pages({ withLines: true, minDateCreated, sort: 'id:desc', limit: 250 })) {
    for (const row of page.unreadable) odd.add(row);
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
        if (after.kind === 'code') {
          const link = asking.get(after.link) ?? after.link;
          needs.add(link, consignment, order.billing);
          const border = customsOf(open, link, consignment);
          if (border !== undefined) customs.add(border, goodsOf(consignment, await keptElsewhere(deps, open)));
        }
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
  const atBorders = await customs.row(async (sku) => (await productsByCode(deps, open, sku))[0]);
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
    ...(atBorders === undefined ? {} : { customs: atBorders }),
    ...defined({ oddRows: odd.listed }),
  };
}

type Consignment = Parameters<typeof textsOf>[1];

/** The territory that asks for customs data, else the code whose link does; `undefined` where none are needed. */
function customsOf(
  { connection: { settings } }: OpenConnection,
  { code, needs = [] }: ShippingLink,
  { person }: Consignment,
): string | undefined {
  const to = { country: person.countryIso2, postcode: person.zip, city: person.city };
  return acrossBorder(settings.warehouseCountry, to) ?? (needs.includes('customs-data') ? code : undefined);
}

/** What would be sent. */
function goodsOf({ lines }: Consignment, notHere: readonly string[]): Consignment['lines'] {
  return lines.filter(
    ({ type, sku, quantity, quantityRefunded }) =>
      type === 'physical' && sku.trim() !== '' && quantityRefunded < quantity && !isNotAtWarehouse(notHere, sku),
  );
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
