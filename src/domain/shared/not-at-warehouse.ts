import { normalise } from '../../contract/shipping/link-pattern.ts';
import { compilePattern, fits, toCodePoints, type CompiledPattern } from './wildcard.ts';

const compiled = new WeakMap<readonly string[], readonly CompiledPattern[]>();

/** True for a SKU that the merchant keeps elsewhere. @param patterns SKUs, `*` stands for any text */
export function isNotAtWarehouse(patterns: readonly string[] | undefined, sku: string): boolean {
  if (patterns === undefined || patterns.length === 0 || sku.trim() === '') return false;
  const read = compiled.get(patterns) ?? patterns.map(compilePattern);
  compiled.set(patterns, read);
  const name = toCodePoints(normalise(sku));
  return read.some((pattern) => fits(pattern, name));
}
