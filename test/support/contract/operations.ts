import addFormats from 'ajv-formats';
import { OpenAPIBackend, type OpenAPIValidator, type Operation } from 'openapi-backend';
import { repairSchemas } from './repair-schemas.ts';
import { readSpecs, type SpecFile } from './spec-files.ts';

/** An operation of the specs, with what checks its exchanges. */
export interface SpecOperation {
  /** E.g. `GET /v2/orders/{}`. */
  readonly name: string;
  readonly operation: Operation;
  readonly validator: OpenAPIValidator;
}

const methods = ['get', 'post', 'put', 'delete'] as const;

/** The operations of all specs by the method and the pattern of a route; a document is compiled when it is first needed. */
export class SpecOperations {
  readonly #places = new Map<string, SpecFile>();
  readonly #ready = new Map<SpecFile, Promise<OpenAPIBackend>>();
  readonly #found = new Map<string, SpecOperation>();

  constructor(folder: string) {
    for (const spec of readSpecs(folder)) {
      for (const [path, item] of Object.entries(spec.document.paths ?? {})) {
        for (const method of methods) {
          const operation = item?.[method];
          if (operation === undefined) continue;
          const name = nameOf(method, spec.base + path);
          // The library finds an operation by its id; not all have one, and ours tell more.
          operation.operationId = name;
          this.#places.set(name, spec);
        }
      }
    }
  }

  /** @param route a route's pattern, or a path of a document below its base */
  async find(method: string, route: string): Promise<SpecOperation | undefined> {
    const name = nameOf(method, route);
    const spec = this.#places.get(name);
    const known = this.#found.get(name);
    if (spec === undefined || known !== undefined) return known;
    const ready = this.#ready.get(spec) ?? compile(spec);
    this.#ready.set(spec, ready);
    const { router, validator } = await ready;
    const operation = router.getOperation(name);
    if (operation === undefined) return undefined;
    const found = { name, operation, validator };
    this.#found.set(name, found);
    return found;
  }
}

const known = new Map<string, SpecOperations>();

/** The operations of a folder, compiled once for all checkers of this process: that costs more than the checks. */
export function operationsOf(folder: string): SpecOperations {
  const operations = known.get(folder) ?? new SpecOperations(folder);
  known.set(folder, operations);
  return operations;
}

/** The name of an operation: its method and its path without the store, each parameter as `{}`. */
export function nameOf(method: string, route: string): string {
  const path = route.replace('/stores/:hash', '').replaceAll(/:\w+|\{\w+\}/g, '{}');
  return `${method.toUpperCase()} ${path}`;
}

async function compile(spec: SpecFile): Promise<OpenAPIBackend> {
  repairSchemas(spec.document);
  const backend = new OpenAPIBackend({
    definition: spec.document,
    // The documents are not judged, only what they say of an exchange; each operation is compiled when it is met.
    quick: true,
    ajvOpts: { allErrors: true, strict: false, validateSchema: false, logger: false, code: { optimize: false } },
    customizeAjv: (ajv) => {
      addFormats.default(ajv, ['date-time', 'date', 'email', 'uri', 'uuid']);
      return ajv;
    },
  });
  await backend.init();
  return backend;
}
