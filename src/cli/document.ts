/**
 * The number of the documented shape of `--json` (docs/reference/json.md): it grows when a field is renamed, removed or
 * means something else; a further field is no new shape.
 */
export const SCHEMA_VERSION = 1;

/** What JSON may hold as it is, and what steers the terminal that shows it: C1 controls, directions, line ends of Unicode. */
const STEERS = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A value as JSON that steers no terminal: such characters are written as escapes, which every reader turns back. */
export function jsonText(value: unknown, indent?: number): string {
  const escaped = (text: string) =>
    Array.from({ length: text.length }, (_, at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');
  return JSON.stringify(value, null, indent).replaceAll(STEERS, escaped);
}

/** A result as the document that `--json` writes: with the number of its shape; a list becomes `rows`. */
export function documentText(value: unknown): string {
  return `${jsonText(documentOf(value), 2)}\n`;
}

function documentOf(value: unknown): object {
  if (Array.isArray(value)) return { schemaVersion: SCHEMA_VERSION, rows: value };
  return { schemaVersion: SCHEMA_VERSION, ...(typeof value === 'object' ? value : { value }) };
}
