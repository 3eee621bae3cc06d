import { many } from '../../contract/runs/many.ts';
import type { ProductsComparison } from '../../contract/products.ts';
import type { OrdersComparison } from '../../activities/changes/reconcile.ts';

// What a comparison's report says of single parts, in words for people.

interface Failed {
  readonly type: string;
  readonly message: string;
}

export function awaitedNote({ count, skus }: NonNullable<ProductsComparison['awaitedNoMore']>): string {
  const named = `${skus.slice(0, 20).join(', ')}${count > 20 ? ', …' : ''}`;
  return `${count} created products await no goods any more, because the store does not sell them for shipping now: ${named}.`;
}

/** Orders that may be to be handed over after all: nobody would look for them before the next comparison. */
export function elsewhereUnknown({ orders, type, message }: NonNullable<OrdersComparison['elsewhereUnknown']>): Failed {
  const these = many(orders, 'order', 'orders');
  return {
    type,
    message: `The store’s orders: of ${these} with goods kept elsewhere it is not known whether these are kept here now, because what the store’s categories have could not be read (${bare(message)}). The next comparison asks again.`,
  };
}

/** Products wait on: no zero of theirs is written, which is safe. */
export function waitsUnknown({ type, message }: NonNullable<ProductsComparison['awaitedUnknown']>): Failed {
  return {
    type,
    message: `Products: whether the store still sells what awaits its first goods could not be found out (${bare(message)}). They wait on, and the next comparison asks again.`,
  };
}

function bare(message: string): string {
  return message.replace(/[.\s]+$/, '');
}
