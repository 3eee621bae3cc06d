/** A rule that does not hold, with the order and the numbers that show it. */
export interface Fault {
  readonly rule: string;
  readonly what: string;
  /** Where all is written down that could be seen; absent where the same life can be lived again. */
  readonly folder?: string;
}
