/** The command cannot be meant so: exit code 2, one line for a person. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly field: string | undefined;
  readonly expected: string | undefined;

  constructor(message: string, { field, expected }: { readonly field?: string; readonly expected?: string } = {}) {
    super(message);
    this.field = field;
    this.expected = expected;
  }
}
