/** What a step expected and did not see. */
export interface Shortfall {
  readonly expected: string;
  /** What each side showed. */
  readonly seen: readonly string[];
}

/** A step of the walk that did not come true: a finding, not a defect, so it is shown without a stack. */
export class WalkError extends Error {
  override readonly name = 'WalkError';
  readonly seen: readonly string[];

  constructor({ expected, seen }: Shortfall) {
    super(`expected: ${expected}`);
    this.seen = seen;
  }
}
