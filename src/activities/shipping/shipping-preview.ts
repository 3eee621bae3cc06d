import type { ShippingLink, ShippingPreview } from '../../contract/shipping.ts';
import { compileLinks } from '../../domain/shipping/link-rank.ts';
import { decideShipping } from '../../domain/shipping/shipping-links.ts';
import type { OddRow } from '../../http/rows.ts';
import type { OpenConnection } from '../runtime/connections.ts';

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
  let orders = 0;
  let changed = 0;
  let pages = 0;
  const minDateCreated = new Date(Date.now() - days * DAY_MS).toISOString();
  for await (const page of open.store.orders.pages({ withLines: true, minDateCreated, sort: 'id:desc', limit: 250 })) {
    odd.push(...page.unreadable);
    for (const order of page.rows) {
      orders += 1;
      for (const { method, person } of order.shipping) {
        const address = { method, country: person.countryIso2 };
        const after = decideShipping(drafted, address);
        const before = decideShipping(present, address);
        if (outcome(before) !== outcome(after)) changed += 1;
        if (after.kind === 'code' || after.kind === 'ignore') count(matched, after.link.code);
        else count(after.kind === 'tie' ? ties : unmatched, method);
      }
    }
    pages += 1;
    if (pages >= MAX_PAGES) break;
  }
  const byMethod = (map: Map<string, number>) =>
    [...map].map(([method, number]) => ({ method, orders: number })).sort((a, b) => b.orders - a.orders);
  return {
    orders,
    matched: [...matched].map(([code, number]) => ({ code, orders: number })).sort((a, b) => b.orders - a.orders),
    changed,
    ties: byMethod(ties),
    unmatched: byMethod(unmatched),
    ...(odd.length === 0 ? {} : { oddRows: { count: odd.length, rows: odd.slice(0, 100) } }),
  };
}

function outcome(decision: ReturnType<typeof decideShipping>): string {
  return decision.kind === 'code' || decision.kind === 'ignore' ? decision.link.code : decision.kind;
}
