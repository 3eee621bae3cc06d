import type { BoughtVariant, OwedReport } from '../../../contract/stock.ts';
import { accountOf } from './account.ts';
import { bagOf, minus, plus, type Bag } from '../facts/bag.ts';
import type { OrderFacts } from '../facts/facts.ts';
import { goodsLines } from './lines.ts';
import { countedStatuses } from '../../shared/store-status.ts';
import { reserves } from '../../shared/warehouse-status.ts';

/** What stock must subtract for this order: open pieces that no warehouse order reserves. */
export function owedOf(facts: OrderFacts): Bag {
  const { places } = accountOf(facts);
  return plus(
    ...places.map(({ open, orders }) => {
      const reserved = orders.filter(({ order, state }) => state === 'living' && reserves(order.status));
      return minus(open, ...reserved.map(({ own }) => own));
    }),
  );
}

/** What was bought under some SKUs: each variant, with the pieces of its lines. */
export function boughtUnder({ order }: OrderFacts, skus: Iterable<string>): NonNullable<OwedReport['bought']> {
  const lines = order?.places.flatMap((place) => place.lines) ?? [];
  return Object.fromEntries(
    [...skus].flatMap((sku) => {
      const variants = new Map<number, BoughtVariant>();
      for (const { sku: of, product = 0, variant, quantity } of lines) {
        if (of !== sku || variant === undefined) continue;
        const before = variants.get(variant)?.[2] ?? 0;
        variants.set(variant, [product, variant, before + quantity]);
      }
      return variants.size === 0 ? [] : [[sku, [...variants.values()]] as const];
    }),
  );
}

/**
 * What the store's status alone says of it. An order that cannot be read any more says nothing: what it owes by its last
 * reading is its run's to tell.
 */
export function owedByStatus(facts: OrderFacts): Bag {
  const { order } = facts;
  if (order?.counts !== true || isUnreadable(facts)) return new Map();
  if (!countedStatuses(order.rules).includes(order.status)) return new Map();
  const lines = facts.places.flatMap(({ number }) => goodsLines(facts, number));
  return bagOf(
    lines.map(({ sku, quantity, refunded, shipped }) => ({ code: sku, quantity: quantity - refunded - shipped })),
  );
}

function isUnreadable({ order, obstacles }: OrderFacts): boolean {
  return (
    order?.problem !== undefined ||
    obstacles.some(({ key, reason }) => key === 'read' && reason === 'unexpected-response')
  );
}
