import fc from 'fast-check';
import { act, first, oneOf, timed } from './drawn.ts';
import { later, plain, several, unlinked, unpaid, word } from './parts.ts';
import { scene, some, type Scene } from './scene.ts';

/** What is owed and not reserved, and what the store may still sell. */
export const owed: Scene = scene(
  first(fc.oneof(unlinked, unlinked, unpaid), 330),
  some(
    timed(
      oneOf(
        act(3, 'refund', { quantity: fc.nat({ max: 2 }) }),
        act(3, 'line', { what: fc.constantFrom('more', 'less', 'add', 'remove') }),
        act(2, 'buffer', { pieces: fc.constantFrom(0, 2, 5) }),
        act(3, 'status', { to: fc.constantFrom(5, 7, 11, 12) }),
        act(1, 'archive', { archived: fc.boolean() }),
        act(2, 'count', { pieces: fc.constantFrom(0, 1, 5, 40) }),
        act(1, 'link', { linked: fc.boolean() }),
        act(1, 'product', { what: fc.constant('level') }),
        act(1, ['compare', 'retry'], {}),
        word('CANCELLED', 'DRAFT'),
      ),
      later,
    ),
    1,
    4,
  ),
);

/** Products that are renamed, merged, sold out and back, while orders name them. */
export const products: Scene = scene(
  first(plain, 0, 330),
  some(
    timed(
      oneOf(
        act(4, 'product', {
          what: fc.constantFrom('name', 'new-sku', 'old-sku', 'twin', 'digital', 'physical', 'remove', 'level'),
        }),
        act(2, 'count', { pieces: fc.constantFrom(0, 2, 40) }),
        act(1, 'goods-in', { pieces: fc.constantFrom(1, 50) }),
        act(1, ['create-products', 'compare'], {}),
        act(1, 'line', { what: fc.constantFrom('add', 'more') }),
      ),
      later,
    ),
    1,
    4,
  ),
);

/** A person's word stands: a pause, a refusal, an approval that was for one fall. */
const answer = (decision: 'approve' | 'refuse', question: 'open' | 'past' = 'open') =>
  act(1, 'answer', { decision: fc.constant(decision), question: fc.constant(question) });
const sellOut = act(1, 'sell-out', {}).arbitrary;
export const questions: Scene = scene(
  first(sellOut, 330, 700),
  first(oneOf(answer('approve'), answer('refuse'), answer('refuse'), answer('approve', 'past')), 330, 700),
  some(timed(oneOf(act(1, 'changes', { what: fc.constant('run') }), act(1, ['compare'], {})), later), 0, 2),
  some(first(act(1, 'goods-in', { pieces: fc.constantFrom(3, 50) }).arbitrary, 330, 700), 0, 1),
  some(first(sellOut, 330, 700), 0, 1),
  some(timed(oneOf(answer('approve'), answer('refuse'), answer('refuse', 'past')), later), 0, 1),
);

/** Nothing is written while a person forbids it. */
export const stopped: Scene = scene(
  first(fc.oneof(plain, several), 0, 330),
  timed(
    oneOf(act(3, ['pause'], {}), act(1, ['disconnect'], {}), act(1, 'changes', { what: fc.constant('disable') })),
    fc.constantFrom(0, 61),
  ),
  some(
    timed(
      oneOf(
        act(3, 'count', { pieces: fc.constantFrom(0, 2, 40) }),
        word('SHIPPED', 'SHIPPED', 'CANCELLED'),
        act(2, 'status', { to: fc.constantFrom(5, 11) }),
        act(1, 'line', { what: fc.constantFrom('more', 'less', 'add') }),
        act(1, 'address', { what: fc.constant('street') }),
        act(2, ['compare', 'retry', 'fulfil', 'create-products'], {}),
        act(1, 'changes', { what: fc.constant('run') }),
        act(1, ['kill', 'build'], {}),
      ),
      fc.constantFrom(61, 330, 700),
    ),
    1,
    4,
  ),
  some(timed(oneOf(act(1, ['resume'], {}), act(1, 'connect', { merchant: fc.constant('same') })), later), 0, 1),
);
