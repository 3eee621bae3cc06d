import type { ProductState } from '../../contract/products.ts';
import { fieldLimits } from '../shared/field-limits.ts';
import { visible } from '../shared/visible.ts';

/**
 * The longest SKU that is handed over, in characters: BigCommerce's own limit. myOGO names none for product codes
 * (UNCONFIRMED); a code that it refuses comes back as a refusal with its words.
 */
export const MAX_SKU_LENGTH = fieldLimits.sku.most;

/** Up to here a SKU stands in a workflow id as it is. */
const PLAIN_KEY_LENGTH = 100;

/** Why a SKU cannot be a product code, in the words of the person who can change it. */
export interface SkuProblem {
  readonly state: Extract<ProductState, 'no-sku' | 'unusable-sku'>;
  readonly message: string;
}

/**
 * Judges a SKU as it is written in the store. SKUs are the join key of both sides and are never mended: a trimmed or
 * replaced character would be another product.
 *
 * `/` and `\` are refused because myOGO's product codes may not hold them.
 * @returns `undefined` where the SKU can be used
 */
export function skuProblem(sku: string): SkuProblem | undefined {
  if (visible(sku).trim() === '') return { state: 'no-sku', message: 'It has no SKU: give it one in the store.' };
  const unusable = (why: string): SkuProblem => ({ state: 'unusable-sku', message: `${why}: change it in the store.` });
  if (sku !== sku.trim()) return unusable('The SKU begins or ends with a space');
  if (/[/\\]/.test(sku)) return unusable('The SKU contains / or \\, which myOGO does not take');
  // What nobody sees makes two products of what people take for one, and half a character cannot be asked for.
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(sku))
    return unusable('The SKU contains an invisible or broken character');
  if (sku.length > MAX_SKU_LENGTH) return unusable(`The SKU is longer than ${MAX_SKU_LENGTH} characters`);
  return undefined;
}

/**
 * The form by which two SKUs count as the same to a person: case, surrounding space, what is invisible, and the form in which a
 * character is written (NFC or NFD, full width, a ligature, `ß` for `ss`) are not seen. A database whose comparisons overlook
 * the same may be on the other side.
 */
export function foldSku(sku: string): string {
  if (PLAIN.test(sku)) return sku.trim().toLowerCase();
  // By way of upper case, which has one form for `ß`, `ſ`, `ς` and the dotless `ı`; the dotted `İ` is the `i` of others.
  const folded = visible(sku).normalize('NFKC').trim().toUpperCase().toLowerCase();
  return folded.replaceAll('i\u0307', 'i').replaceAll('ß', 'ss').normalize('NFC');
}

const PLAIN = /^[ -~]*$/;

/**
 * What stands for a SKU in a workflow id: the SKU itself, so that a person finds the run by typing it; a long one is
 * cut and told apart by a digest, because ids are bounded (255 bytes on some servers).
 */
export function skuKey(sku: string): string {
  // Characters beyond Latin take three bytes and more: half as many of them are as long.
  const wide = /[^\u0020-\u07ff]/.test(sku);
  if (sku.length <= (wide ? PLAIN_KEY_LENGTH / 2 : PLAIN_KEY_LENGTH)) return sku;
  const digest = hex(hash32(sku, 1)) + hex(hash32(sku, 2)) + hex(hash32(sku, 3));
  return `${sku.slice(0, 30).replace(/[^\u0020-\u07ff]/g, '_')}~${digest}`;
}

/**
 * A 32-bit hash of a text (MurmurHash3's mixing over UTF-16 units), never 0, so that 0 can mean "no value".
 * For comparing and naming only: it keeps nothing secret.
 */
export function hash32(text: string, seed = 0): number {
  let hash = seed | 0;
  for (let index = 0; index < text.length; index += 1) {
    let unit = Math.imul(text.charCodeAt(index), 0xcc9e2d51);
    unit = (unit << 15) | (unit >>> 17);
    hash ^= Math.imul(unit, 0x1b873593);
    hash = (hash << 13) | (hash >>> 19);
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0;
  }
  hash ^= text.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0 || 1;
}

const hex = (value: number) => value.toString(16).padStart(8, '0');
