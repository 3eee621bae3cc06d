/** What is wrong with a link that a person gave: the field, what happened, and what would be right. */
export interface LinkProblem {
  /** Of a place in a list: with its number, for example `where.0.pattern`. */
  readonly field: string;
  readonly message: string;
  readonly expected: string;
}
