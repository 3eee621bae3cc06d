import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Document } from 'openapi-backend';
import { parse } from 'yaml';

/** One OpenAPI document, and the part of our routes that stands for its server's address. */
export interface SpecFile {
  readonly name: string;
  /** Taken from the front of a route, as a pattern: what follows is a path of the document. */
  readonly base: '/stores/:hash/v2' | '/stores/:hash/v3' | '';
  readonly document: Document;
}

const files = {
  'bigcommerce/orders.v2.oas2.yml': '/stores/:hash/v2',
  'bigcommerce/shipping.v2.yml': '/stores/:hash/v2',
  'bigcommerce/store_information.v2.yml': '/stores/:hash/v2',
  'bigcommerce/orders.v3.yml': '/stores/:hash/v3',
  'bigcommerce/products_catalog.v3.yml': '/stores/:hash/v3',
  'bigcommerce/product-variants_catalog.v3.yml': '/stores/:hash/v3',
  'bigcommerce/inventory.v3.yml': '/stores/:hash/v3',
  'bigcommerce/locations.v3.yml': '/stores/:hash/v3',
  'bigcommerce/settings.v3.yml': '/stores/:hash/v3',
  'bigcommerce/shipping.v3.yml': '/stores/:hash/v3',
  'bigcommerce/webhooks.v3.yml': '/stores/:hash/v3',
  'myogo/ogoship-api-v1.reconstructed.openapi.yaml': '',
} as const satisfies Record<string, SpecFile['base']>;

/** The folder of the specs, or why there is none: they are no part of the repository. */
export function specsFolder(): { readonly folder: string } | { readonly absent: string } {
  const given = process.env['SPECS_DIR'];
  const folder = given ?? resolve(import.meta.dirname, '../../../../shared/specs');
  if (existsSync(folder)) return { folder };
  const where = given === undefined ? '../shared/specs beside the repository' : `SPECS_DIR=${given}`;
  return { absent: `nothing is checked against the OpenAPI files: ${where} does not exist` };
}

/** All documents. Parsing that much YAML takes seconds, so the result is kept in the system's folder for temporary files. */
export function readSpecs(folder: string): readonly SpecFile[] {
  const names = Object.keys(files).map((name) => join(folder, name));
  const stamps = names.map((name) => ({ name, size: statSync(name).size, changed: statSync(name).mtimeMs }));
  const key = createHash('sha256').update(JSON.stringify(stamps)).digest('hex').slice(0, 32);
  const cache = join(tmpdir(), `ogoship-bigcommerce-specs-${process.getuid?.() ?? 0}`);
  const kept = join(cache, `${key}.json`);
  // What is read back was written below, from the same files.
  if (existsSync(kept)) return JSON.parse(readFileSync(kept, 'utf8')) as SpecFile[];
  const specs = Object.entries(files).map(([name, base]): SpecFile => {
    // The specs' own shape is the library's to judge.
    return { name, base, document: parse(readFileSync(join(folder, name), 'utf8')) as Document };
  });
  mkdirSync(cache, { recursive: true, mode: 0o700 });
  const fresh = `${kept}.${process.pid}-${Math.random().toString(36).slice(2)}`;
  writeFileSync(fresh, JSON.stringify(specs));
  renameSync(fresh, kept);
  return specs;
}
