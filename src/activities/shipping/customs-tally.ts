import type { CustomsPreview } from '../../contract/shipping.ts';
import { lackingForCustoms, type DeclaredProduct } from '../../domain/shipping/customs/customs-data.ts';
import { unitsOf } from '../../domain/shared/currency.ts';

/** SKUs whose products are asked for: the most frequent ones, one request each. */
const MOST_SKUS = 100;
/** Requests at once. */
const AT_ONCE = 4;
/** SKUs that are told of. */
const MOST_NAMED = 100;

/** A line as it was bought. */
interface Bought {
  readonly sku: string;
  readonly paidIncTax: string | undefined;
}

interface Crossing {
  readonly to: string;
  readonly lines: readonly Bought[];
}

type Lacking = CustomsPreview['lacking'][number];

/** Which goods of some addresses lack what customs ask, by SKU and field. Keeps nobody's data. */
export class CustomsTally {
  readonly #crossings: Crossing[] = [];

  /** @param to the territory that asks, or the code whose link does */
  add(to: string, lines: readonly Bought[]): void {
    if (lines.length > 0)
      this.#crossings.push({ to, lines: lines.map(({ sku, paidIncTax }) => ({ sku, paidIncTax })) });
  }

  /** @param productOf the warehouse's product of a SKU; `undefined` where it has none */
  async row(productOf: (sku: string) => Promise<DeclaredProduct | undefined>): Promise<CustomsPreview | undefined> {
    if (this.#crossings.length === 0) return undefined;
    const frequent = [...countsOf(this.#crossings.flatMap(({ lines }) => [...new Set(lines.map(({ sku }) => sku))]))];
    const skus = frequent.slice(0, MOST_SKUS).map(([sku]) => sku);
    const asked = new Map<string, DeclaredProduct>();
    for (let at = 0; at < skus.length; at += AT_ONCE) {
      const some = skus.slice(at, at + AT_ONCE);
      for (const [sku, product] of await Promise.all(some.map(async (one) => [one, await productOf(one)] as const)))
        asked.set(sku, product ?? {});
    }
    const tally = { complete: 0, incomplete: 0, notAsked: 0 };
    const lacking = new Map<string, { addresses: number; fields: Set<string> }>();
    for (const { lines } of this.#crossings) {
      const here = lackingHere(lines, asked);
      for (const [sku, fields] of here) {
        const known = lacking.get(sku) ?? { addresses: 0, fields: new Set() };
        known.addresses += 1;
        for (const field of fields) known.fields.add(field);
        lacking.set(sku, known);
      }
      const isAsked = lines.every(({ sku }) => asked.has(sku));
      tally[here.size > 0 ? 'incomplete' : isAsked ? 'complete' : 'notAsked'] += 1;
    }
    const rows = [...lacking].map(([sku, { addresses, fields }]): Lacking => ({ sku, fields: [...fields], addresses }));
    return {
      addresses: this.#crossings.length,
      ...tally,
      territories: [...countsOf(this.#crossings.map(({ to }) => to))].map(([territory, addresses]) => ({
        territory,
        addresses,
      })),
      lacking: rows.sort((a, b) => b.addresses - a.addresses).slice(0, MOST_NAMED),
    };
  }
}

/** What each SKU of an address lacks; nothing of one whose product was not asked for. */
function lackingHere(
  lines: readonly Bought[],
  asked: ReadonlyMap<string, DeclaredProduct>,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const { sku, paidIncTax } of lines) {
    const product = asked.get(sku);
    if (product === undefined) continue;
    const paid = unitsOf(paidIncTax);
    const fields = lackingForCustoms(product, paid === undefined || paid < 0n ? undefined : paidIncTax);
    if (fields.length > 0) found.set(sku, [...new Set([...(found.get(sku) ?? []), ...fields])]);
  }
  return found;
}

/** The most frequent first. */
function countsOf(all: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const one of all) counts.set(one, (counts.get(one) ?? 0) + 1);
  return new Map([...counts].sort((a, b) => b[1] - a[1]));
}
