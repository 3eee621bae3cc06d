import type { Pieces } from '../contract/orders.ts';

/**
 * Compares what an order of our reference holds in the warehouse with what we would send.
 *
 * Less is no conflict: an auto-split moves lines to a second order, and the warehouse's people may remove what they do
 * not have. More, or other goods, are: then somebody else's order carries our reference.
 */
export function compareGoods(ours: readonly Pieces[], theirs: readonly Pieces[]): 'same' | 'less' | 'other' {
  const sum = (goods: readonly Pieces[]) => {
    const byCode = new Map<string, number>();
    for (const { code, quantity } of goods) byCode.set(code, (byCode.get(code) ?? 0) + quantity);
    return byCode;
  };
  const mine = sum(ours);
  const found = sum(theirs);
  for (const [code, quantity] of found) if (quantity > (mine.get(code) ?? 0)) return 'other';
  for (const [code, quantity] of mine) if (quantity > (found.get(code) ?? 0)) return 'less';
  return 'same';
}
