/**
 * A count with its word: `1 order`, `2 orders`.
 * @param plural where it is not the word with an s
 */
export function many(count: number, what: string, plural = `${what}s`): string {
  return `${count} ${count === 1 ? what : plural}`;
}
