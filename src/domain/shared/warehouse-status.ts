import type { MyOgoStatus } from '../../contract/orders.ts';

/** What the warehouse's word for an order means for us. */
interface Meaning {
  /** `open`: it may still leave. */
  readonly stage: 'open' | 'left' | 'cancelled';
  /** Its goods are reserved: stock need not subtract them. */
  readonly reserves: boolean;
  /** Nobody has begun to pick it, so myOGO takes edits where the merchant says so. */
  readonly unpicked: boolean;
  /** It does not go on by itself: a person must edit or save it there. */
  readonly standsStill: boolean;
  /** It left, and was sent back. */
  readonly returned?: true;
}

const open = { stage: 'open', reserves: true, unpicked: false, standsStill: false } as const;
const left = { stage: 'left', reserves: false, unpicked: false, standsStill: false } as const;

/** By myOGO's own words, as its guide and its web UI have them. */
const meanings: Readonly<Record<MyOgoStatus, Meaning>> = {
  // Not released yet, with nothing reserved.
  DRAFT: { ...open, reserves: false, unpicked: true, standsStill: true },
  NEW: { ...open, unpicked: true },
  // Short of stock; becomes NEW by itself.
  PENDING: { ...open, unpicked: true },
  COLLECTING: open,
  // Held there by hand.
  RESERVED: { ...open, standsStill: true },
  LOCKED: { ...open, standsStill: true },
  SHIPPED: left,
  // Sent back: it left all the same.
  RETURNED: { ...left, returned: true },
  CANCELLED: { ...left, stage: 'cancelled' },
  // A word that is not documented.
  UNKNOWN: { ...open, reserves: false, standsStill: true },
};

export const hasLeft = (status: MyOgoStatus): boolean => meanings[status].stage === 'left';
/** It may still leave, and be changed. */
export const mayLeave = (status: MyOgoStatus): boolean => meanings[status].stage === 'open';
/** Nothing of it leaves any more. */
export const isCancelled = (status: MyOgoStatus): boolean => meanings[status].stage === 'cancelled';
/** It left, and came back. */
export const isReturned = (status: MyOgoStatus): boolean => meanings[status].returned === true;
export const reserves = (status: MyOgoStatus): boolean => meanings[status].reserves;
export const isUnpicked = (status: MyOgoStatus): boolean => meanings[status].unpicked;
export const standsStill = (status: MyOgoStatus): boolean => meanings[status].standsStill;
