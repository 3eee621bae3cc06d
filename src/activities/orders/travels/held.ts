import type { HoldReason, RemedyCase } from '../../../contract/hold-reasons.ts';

/** An outcome that a person must settle. Thrown inside an activity, answered as a hold. */
export class Held extends Error {
  readonly reason: HoldReason;
  readonly remedy: RemedyCase | undefined;
  /** The goods that it is about; `undefined`: all of them. */
  readonly codes: readonly string[] | undefined;
  constructor(reason: HoldReason, message: string, remedy?: RemedyCase, codes?: readonly string[]) {
    super(message);
    this.reason = reason;
    this.remedy = remedy;
    this.codes = codes;
  }
}
