import { accountOf } from './account.ts';
import { bagOf, minus, plus, type Bag } from '../facts/bag.ts';
import type { OrderFacts } from '../facts/facts.ts';
import { goodsLines } from './lines.ts';

/** Orders that reserve their goods in the warehouse (`facts/myogo.md` §5): what they hold, stock need not subtract. */
const reserving: readonly string[] = ['NEW', 'PENDING', 'COLLECTING', 'RESERVED', 'LOCKED'];

/** What stock must subtract for this order: open pieces that no warehouse order reserves. */
export function owedOf(facts: OrderFacts): Bag {
  const { places } = accountOf(facts);
  return plus(
    ...places.map(({ open, orders }) => {
      const reserved = orders.filter(({ order, state }) => state === 'living' && reserving.includes(order.status));
      return minus(open, ...reserved.map(({ own }) => own));
    }),
  );
}

/** What the store's status alone says of it. */
export function owedByStatus(facts: OrderFacts): Bag {
  const { order } = facts;
  if (order?.counts !== true) return new Map();
  const { importStatuses, waitingStatuses } = order.rules;
  if (![...importStatuses, ...waitingStatuses].includes(order.status)) return new Map();
  const lines = facts.places.flatMap(({ number }) => goodsLines(facts, number));
  return bagOf(
    lines.map(({ sku, quantity, refunded, shipped }) => ({ code: sku, quantity: quantity - refunded - shipped })),
  );
}
