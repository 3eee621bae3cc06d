// How far back the warehouse's list of orders is gone through.

/** The two sides' clocks may differ by so much. Milliseconds. */
const CLOCKS_MS = 3_600_000;
/** What is older is looked up by name. Milliseconds. */
const FURTHEST_MS = 90 * 86_400_000;

/** A time of one side, as the other side's list is asked from it. Epoch ms. */
export const allowingForClocks = (since: string): number => Date.parse(since) - CLOCKS_MS;

/** The earliest that a list is gone through for an order that was last seen then. Epoch ms. */
export const furthestBack = (seen: number): number => seen - FURTHEST_MS;
