import { isClosed, type PlaceAccount } from '../account/account.ts';
import { bagOf, bagWords, isEmpty, minus, plus, type Bag } from '../facts/bag.ts';
import type { OrderFacts } from '../facts/facts.ts';
import { goodsLines } from '../account/lines.ts';

/** Shipped, and refunded after that: shown, and changes nothing. */
function refundedAfterShipping(facts: OrderFacts, { place, wanted }: PlaceAccount): Bag {
  if (isClosed(facts)) return new Map();
  const lines = goodsLines(facts, place.number);
  const again = facts.decisions.filter((one) => one.place === place.number).flatMap((one) => one.again);
  const capacity = bagOf([...lines.map(({ sku, quantity }) => ({ code: sku, quantity })), ...again]);
  const refunded = bagOf(lines.map(({ sku, refunded: quantity }) => ({ code: sku, quantity })));
  return minus(refunded, minus(capacity, wanted));
}

/**
 * How the pieces of a place stand, in short words: `3 × A wanted: 2 × A shipped, 1 × A missing`. `undefined` where they all
 * stand alike and the stage says it.
 */
export function piecesWords(facts: OrderFacts, place: PlaceAccount): string | undefined {
  const { wanted, shipped, byHand, settled, placed, unknown, excess, lost, unsent, untold } = place;
  const ways: readonly (readonly [Bag, string])[] = [
    [shipped, 'shipped'],
    [byHand, 'shipped by hand'],
    [placed, 'in the warehouse'],
    [unknown, 'sent, outcome unknown'],
    [lost, 'missing'],
    [unsent, 'not handed over'],
    [settled, 'left out by a decision'],
  ];
  const beside: readonly (readonly [Bag, string])[] = [
    [excess, 'on its way and no longer wanted'],
    [refundedAfterShipping(facts, place), 'refunded, shipped'],
    [minus(shipped, wanted), 'shipped beyond what is wanted'],
    [isEmpty(shipped) ? new Map() : untold, 'shipped, and the store does not know yet'],
  ];
  const shown = ways.filter(([bag]) => !isEmpty(bag));
  const extra = beside.filter(([bag]) => !isEmpty(bag));
  const telling = !isEmpty(plus(byHand, settled, lost, unknown));
  if (shown.length <= 1 && extra.length === 0 && !telling) return undefined;
  const words = [...shown, ...extra].map(([bag, what]) => `${bagWords(bag)} ${what}`);
  const head = isEmpty(wanted) ? 'nothing wanted any more' : `${bagWords(wanted)} wanted`;
  return `${head}: ${words.join(', ')}`;
}
