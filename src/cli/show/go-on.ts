/** What an answer of many rows was asked with, and is gone on with. */
const kept = ['reason', 'code', 'older', 'merchant', 'limit'] as const;

type Kept = { readonly [Name in (typeof kept)[number]]?: string | number | undefined };

/**
 * The command that goes on after an answer that is not the whole, as it can be pasted into a shell.
 * @param words the command and its arguments, without `ogoship`
 * @returns the line for a `next`
 */
export function goOn(words: readonly string[], options: Kept): (next: string) => string {
  const given = kept.flatMap((name) => {
    const value = options[name];
    return value === undefined ? [] : [`--${name}`, shellWord(String(value))];
  });
  return (next) => `There is more: ${['ogoship', ...words, ...given, '--after', shellWord(next)].join(' ')}`;
}

/** A word that a shell leaves as it is. */
function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
