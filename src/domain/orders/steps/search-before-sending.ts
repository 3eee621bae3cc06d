import { accountOf } from '../account/account.ts';
import { isEmpty, least, minus } from '../facts/bag.ts';
import type { OrderFacts } from '../facts/facts.ts';
import { searchedBasis, withSearched } from './obstacles.ts';
import type { Act } from './steps.ts';

/**
 * Goods that were sent for another address, that are wanted there no more, and that no order shows: a part of what was sent, of which
 * nobody has heard yet, may hold them. Before they are handed over for this address the warehouse is looked through by list, once
 * for what stands there.
 * @returns the facts with the search that is due first; `undefined` where nothing of the act is such
 */
export function searchBeforeSending(facts: OrderFacts, act: Act): OrderFacts | undefined {
  if (act.kind !== 'hand-over') return undefined;
  const { places } = accountOf(facts);
  const here = places.find(({ place }) => place.number === act.place);
  if (here === undefined) return undefined;
  const due = places.flatMap((from) => {
    const isGone = from.orders.every(({ state }) => state === 'dead');
    if (from === here || isGone) return [];
    const adrift = minus(from.sent, from.shipped, from.placed, from.settledMissing, from.givenUp);
    const searched = searchedBasis(from.place.number, from.orders);
    return isEmpty(least(adrift, here.unsent)) || facts.searched.includes(searched) ? [] : [searched];
  });
  return due.length === 0
    ? undefined
    : { ...facts, searchDue: true, searched: due.reduce(withSearched, facts.searched) };
}
