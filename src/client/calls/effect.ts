/** What an act would do, before it is done. Nothing is changed by asking. */
export interface Effect {
  /** One or two sentences for a person, with the numbers. */
  readonly sentence: string;
  /** True where it cannot be undone or reaches many: then a person should see the sentence first. */
  readonly confirm: boolean;
  /** The same numbers by name. */
  readonly numbers: Readonly<Record<string, number>>;
}
