import { expect, it } from 'vitest';
import { perhapsSent } from '../../../../../src/domain/orders/account/perhaps-sent.ts';
import type { OwnedOrder } from '../../../../../src/domain/orders/account/ownership.ts';
import type { Adopted } from '../../../../../src/domain/orders/facts/warehouse-facts.ts';
import { order, owned, pieces, words } from '../small-facts.ts';

// Orders that were found again after the account was lost: what their place wanted beyond them may have been sent, and been lost.

/** @param wanted what the place wanted when it was found; absent where that is not known */
const found = (key: string, held: string, wanted?: string, of: Partial<OwnedOrder> = {}): OwnedOrder => {
  const perhaps = wanted === undefined ? {} : { perhapsSent: pieces(wanted) };
  const adopted = { pieces: pieces(held), ...perhaps } as Adopted; // what is asked of it
  return owned(held, { order: order({ key, adopted }), root: `root-${key}`, ...of });
};
const sent = (orders: readonly OwnedOrder[], root = 'root-7') => words(perhapsSent(orders, root));

it.each<[string, readonly OwnedOrder[], string]>([
  ['beyond the one that was found', [found('7', '1 A', '3 A')], '2 A'],
  ['nothing where it holds all', [found('7', '3 A', '3 A')], ''],
  ['beyond all that were found', [found('7', '1 A', '3 A'), found('9', '1 A', '3 A')], '1 A'],
  ['no more than each of them says', [found('7', '0 A', '3 A'), found('9', '0 A', '2 A, 1 B')], '2 A'],
  ['what one says, where the other says nothing', [found('7', '1 A'), found('9', '1 A', '3 A')], '1 A'],
  ['nothing where none says anything', [found('7', '1 A')], ''],
  ['nothing by orders that a run sent itself', [owned('1 A', { root: 'root-7' })], ''],
  ['nothing by goods of others', [found('7', '1 A', '3 A', { isForeign: true })], ''],
  ['by a part, whosever it was thought to be', [found('7', '1 A', '3 A', { isForeign: true, part: true })], '2 A'],
  ['by ours alone beside others', [found('6', '1 A', '9 A', { isForeign: true }), found('7', '1 A', '3 A')], '2 A'],
])('what may have been lost is %s', (_, orders, expected) => {
  expect(sent(orders)).toBe(expected);
});

it('it counts once, with the oldest of them, in whatever order they are listed', () => {
  const orders = [found('10', '1 A', '4 A'), found('7', '1 A', '4 A')];
  expect([sent(orders, 'root-7'), sent(orders, 'root-10'), sent(orders, 'root-1')]).toEqual(['2 A', '', '']);
});
