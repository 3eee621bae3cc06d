/** A rule that does not hold, with the order and the numbers that show it. */
export interface Fault {
  readonly rule: string;
  readonly what: string;
}
