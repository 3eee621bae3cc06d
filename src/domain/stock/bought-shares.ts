import type { Bought } from '../products/warehouse-code.ts';

/** What one order has of one variant under one SKU. */
interface Line {
  readonly bought: Bought;
  /** Pieces of its lines, whatever became of them. */
  ordered: number;
  /** Pieces that its lines still ask for, as the store tells it. */
  open: number;
  /** How many of the order's owed pieces are this variant's, at least and at most. */
  least: number;
  most: number;
}

/** What one variant was bought by one SKU, over all orders. */
interface Share {
  readonly bought: Bought;
  least: number;
  most: number;
}

/**
 * Which variants are behind the owed pieces of a SKU. An order may have two of them under one SKU, which the store gave
 * from one to the other, or to both. Where such an order owes a part of what was bought, nobody says whose pieces they are:
 * then a share has a least and a most, and each level goes by the one that does not sell goods twice.
 */
export class BoughtShares {
  /** SKU → variant → its share. */
  readonly #shares = new Map<string, Map<number, Share>>();
  /** Variant → SKUs that it was bought by. */
  readonly #skusOf = new Map<number, Set<string>>();
  /** Order → SKU → what it has under it, by variant; 0 is a line without one. */
  readonly #orders = new Map<number, Map<string, Map<number, Line>>>();

  /** Takes what an order has of a variant. What was met before stays; the larger quantities stand. */
  meet(orderId: number, bought: Bought, { ordered, open }: { readonly ordered: number; readonly open: number }): void {
    const { sku, variantId } = bought;
    const line = inner(inner(this.#orders, orderId), sku).get(variantId);
    if (line !== undefined) {
      line.ordered = Math.max(line.ordered, ordered);
      line.open = Math.max(line.open, open);
      return;
    }
    inner(inner(this.#orders, orderId), sku).set(variantId, { bought, ordered, open, least: 0, most: 0 });
    if (variantId === 0) return;
    const shares = inner(this.#shares, sku);
    if (!shares.has(variantId)) shares.set(variantId, { bought, least: 0, most: 0 });
    this.#skusOf.set(variantId, (this.#skusOf.get(variantId) ?? new Set<string>()).add(sku));
  }

  /** Shares out what an order owes. @param owed pieces by SKU */
  share(orderId: number, owed: (sku: string) => number): void {
    for (const [sku, lines] of this.#orders.get(orderId) ?? []) {
      for (const [variantId, line] of lines) {
        const { least, most } = rangeOf(line, [...lines.values()], owed(sku));
        const share = this.#shares.get(sku)?.get(variantId);
        if (share !== undefined) {
          share.least += least - line.least;
          share.most += most - line.most;
        }
        Object.assign(line, { least, most });
      }
    }
  }

  boughtAs(sku: string): readonly Bought[] {
    return [...(this.#shares.get(sku)?.values() ?? [])].map(({ bought }) => bought);
  }

  /**
   * What was bought by a row's SKU of another variant: as few pieces of it as it may be, because they may leave this level.
   * And what its variant was bought by under another SKU: as many as it may be, because they may belong to this level.
   */
  beside({
    sku,
    variantId,
  }: {
    readonly sku: string;
    readonly variantId: number;
  }): readonly { readonly bought: Bought; readonly pieces: number }[] {
    const others = [...(this.#shares.get(sku)?.values() ?? [])].filter(({ bought }) => bought.variantId !== variantId);
    const former = [...(this.#skusOf.get(variantId) ?? [])].flatMap((other) => {
      const share = other === sku ? undefined : this.#shares.get(other)?.get(variantId);
      return share === undefined || share.most === 0 ? [] : [{ bought: share.bought, pieces: share.most }];
    });
    return [...others.map(({ bought, least }) => ({ bought, pieces: least })), ...former];
  }
}

/** How many of an order's owed pieces of a SKU are one variant's. */
function rangeOf(line: Line, lines: readonly Line[], owed: number): { readonly least: number; readonly most: number } {
  if (lines.length === 1) return { least: owed, most: owed };
  if (owed === sum(lines, 'open')) return { least: line.open, most: line.open };
  const beside = sum(lines, 'ordered') - line.ordered;
  return {
    // More than was bought (handed over again) may be anybody's.
    least: Math.min(line.ordered, Math.max(0, owed - beside)),
    most: Math.min(owed, line.ordered + Math.max(0, owed - beside - line.ordered)),
  };
}

function sum(lines: readonly Line[], of: 'open' | 'ordered'): number {
  return lines.reduce((pieces, line) => pieces + line[of], 0);
}

function inner<K, L, V>(outer: Map<K, Map<L, V>>, key: K): Map<L, V> {
  const there = outer.get(key) ?? new Map<L, V>();
  outer.set(key, there);
  return there;
}
