/** What went wrong with a key ring or a sealed text. */
export type SealProblem =
  /** The key ring's text is malformed. */
  | 'key-ring'
  /** Not a text of ours, or cut short. */
  | 'format'
  /** Sealed by a key that the ring no longer has. */
  | 'unknown-key'
  /** Changed since, sealed for something else, or sealed by another key of the same id. */
  | 'not-authentic';

/** Never carries a key, the plain text or the sealed text. */
export class SealError extends Error {
  override readonly name = 'SealError';
  readonly problem: SealProblem;

  constructor(problem: SealProblem, message: string) {
    super(message);
    this.problem = problem;
  }
}
