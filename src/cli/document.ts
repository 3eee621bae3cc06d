/**
 * The number of the documented shape of `--json` (docs/reference/json.md): it grows when a field is renamed, removed or
 * means something else; a further field is no new shape.
 */
export const SCHEMA_VERSION = 1;

/** A result as the document that `--json` writes: with the number of its shape; a list becomes `rows`. */
export function documentText(value: unknown): string {
  return `${JSON.stringify(documentOf(value), null, 2)}\n`;
}

function documentOf(value: unknown): object {
  if (Array.isArray(value)) return { schemaVersion: SCHEMA_VERSION, rows: value };
  return { schemaVersion: SCHEMA_VERSION, ...(typeof value === 'object' ? value : { value }) };
}
