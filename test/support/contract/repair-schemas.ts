type Json = Record<string, unknown>;

/**
 * Makes schemas that are OpenAPI 3.0 in intent fit for a JSON Schema validator, in place: `nullable` without a type, an enum that
 * forgets the null it allows, the boolean `exclusiveMinimum` of older drafts, and JSON under a media type of its own.
 */
export function repairSchemas(node: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  for (const child of Object.values(node)) repairSchemas(child);
  if (Array.isArray(node)) return;
  const schema = node as Json; // an object, and no array
  if (typeof schema['exclusiveMinimum'] === 'boolean') delete schema['exclusiveMinimum'];
  if (typeof schema['exclusiveMaximum'] === 'boolean') delete schema['exclusiveMaximum'];
  if (schema['nullable'] === true) allowNull(schema);
  const content = schema['content'];
  if (typeof content === 'object' && content !== null && !('application/json' in content)) {
    const json = Object.entries(content).find(
      ([type]) => type.endsWith('+json') || type.startsWith('application/json'),
    );
    if (json) (content as Json)['application/json'] = json[1]; // an object: seen in the line above
  }
}

function allowNull(schema: Json): void {
  if (Array.isArray(schema['enum']) && !schema['enum'].includes(null)) schema['enum'].push(null);
  if (schema['type'] !== undefined) return;
  const rest = Object.entries(schema).filter(([name]) => name !== 'nullable');
  for (const name of Object.keys(schema)) Reflect.deleteProperty(schema, name);
  schema['anyOf'] = [{ type: 'null' }, Object.fromEntries(rest)];
}
