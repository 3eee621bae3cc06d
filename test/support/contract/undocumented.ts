/** The keywords of a schema that say which fields there are. */
export interface FieldSchema {
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly items?: FieldSchema;
  readonly additionalProperties?: boolean | object;
  readonly allOf?: readonly FieldSchema[];
  readonly anyOf?: readonly FieldSchema[];
  readonly oneOf?: readonly FieldSchema[];
  readonly readOnly?: boolean;
}

/** A field that the schema does not name (or names as the server's own), by its path. */
export interface StrayField {
  readonly at: string;
  readonly problem: 'is not documented' | 'is read-only';
}

/**
 * Fields that no branch of a schema names. OpenAPI lets any further field pass unless a schema says otherwise, which these hardly
 * ever do; BigCommerce itself refuses a request's unknown field, and a field that the sandbox makes up would mislead.
 */
export function strayFields(schema: FieldSchema, value: unknown, sent: boolean): StrayField[] {
  const found = new Map<string, StrayField>();
  walk([schema], value, '');
  return [...found.values()];

  function walk(schemas: readonly FieldSchema[], part: unknown, at: string): void {
    const branches = allBranches(schemas);
    if (Array.isArray(part)) {
      const items = branches.flatMap((branch) => branch.items ?? []);
      if (items.length > 0) for (const item of part) walk(items, item, `${at}/#`);
    } else if (typeof part === 'object' && part !== null && branches.some(({ properties }) => properties)) {
      const open = branches.some(({ additionalProperties: more }) => more === true || typeof more === 'object');
      for (const [name, field] of Object.entries(part)) {
        const known = branches.flatMap(({ properties }) => properties?.[name] ?? []);
        const where = `${at}/${name}`;
        if (known.length === 0 && !open) found.set(where, { at: where, problem: 'is not documented' });
        else if (sent && known.length > 0 && known.every(({ readOnly }) => readOnly === true))
          found.set(where, { at: where, problem: 'is read-only' });
        else walk(known, field, where);
      }
    }
  }
}

/** A schema with all the schemas that it is joined of. */
function allBranches(schemas: readonly FieldSchema[]): FieldSchema[] {
  const seen = new Set<FieldSchema>();
  const visit = (schema: FieldSchema): void => {
    if (seen.has(schema)) return;
    seen.add(schema);
    for (const branch of [...(schema.allOf ?? []), ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]) visit(branch);
  };
  for (const schema of schemas) visit(schema);
  return [...seen];
}
