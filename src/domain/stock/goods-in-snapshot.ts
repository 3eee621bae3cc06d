import type { PartSeen } from '../../contract/goods.ts';

/** What a run carries over when it continues as new. */
export interface GoodsInSnapshot {
  /** The awaited SKUs that it keeps itself, packed. */
  readonly awaited: string;
  readonly received: number;
  readonly gateOpened: boolean;
  readonly cursor: string | null;
  readonly fullLookAt: number;
  readonly every: string;
  readonly parts?: readonly PartSeen[];
  readonly merchantId?: string;
  readonly dropped?: readonly string[];
  readonly lost?: true;
  readonly foundAgain?: number;
  /** What it was told since its store is connected with another merchant. */
  readonly next?: GoodsInSnapshot;
  /** What is awaited of merchants before. */
  readonly left?: readonly LeftAwaited[];
  /** It has not looked yet. */
  readonly looksFirst?: true;
}

/** What a store awaited of a merchant that it is not connected with any more. */
export interface LeftAwaited {
  readonly merchantId: string;
  /** The SKUs that its run kept itself, packed. */
  readonly awaited: string;
  /** There were parts, which keep nothing any more. */
  readonly lost?: true;
}

/** The merchants of whose goods a run that has ended still awaited some. */
export function merchantsAwaitedBy(kept: GoodsInSnapshot): readonly string[] {
  const { merchantId, awaited, parts = [], lost, left = [], next } = kept;
  const own = merchantId !== undefined && (awaited !== '' || parts.length > 0 || lost === true) ? [merchantId] : [];
  return [...own, ...left.map((each) => each.merchantId), ...(next === undefined ? [] : merchantsAwaitedBy(next))];
}

/**
 * What a run kept that has ended by itself. Its parts were told to hand on what is in them, and keep nothing any more: what was in
 * them is found again on both sides. The gate is told again of what comes.
 */
export function leftAtTheEnd(kept: GoodsInSnapshot): GoodsInSnapshot {
  const { parts = [], ...own } = kept;
  return { ...own, received: 0, gateOpened: false, ...(parts.length > 0 ? { lost: true } : {}) };
}
