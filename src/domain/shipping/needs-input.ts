import { addressNeeds, IGNORE_CODE, type AddressNeed, type ShippingLink } from '../../contract/shipping.ts';
import type { LinkProblem } from './link-problem.ts';

/** Checks what a link needs of an address, whatever its shape. Each part is kept once, in one order; none of them: nothing. */
export function readNeeds(given: unknown): Required<Pick<ShippingLink, 'needs'>> | { readonly problem: LinkProblem } {
  const expected = `a list of ${addressNeeds.join(', ')}`;
  if (!Array.isArray(given)) {
    return { problem: { field: 'needs', message: 'What the method needs is not a list.', expected } };
  }
  const odd = given.findIndex((one) => !addressNeeds.includes(one as AddressNeed));
  if (odd !== -1) {
    const message = 'An address has no such part that a link can need.';
    return { problem: { field: `needs.${odd}`, message, expected: `one of ${addressNeeds.join(', ')}` } };
  }
  return { needs: addressNeeds.filter((need) => given.includes(need)) };
}

/** Whether a setting says what a code needs: by the rules of links, and nothing that nobody would read. */
export function isMethodNeeds(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { shippingCode, needs, maxWeight, ...more } = value as Record<string, unknown>;
  if (Object.keys(more).length > 0 || (needs === undefined && maxWeight === undefined)) return false;
  const isCode = typeof shippingCode === 'string' && shippingCode.trim() !== '' && shippingCode.length <= 250;
  if (!isCode || shippingCode.trim().toLowerCase() === IGNORE_CODE) return false;
  const areNeeds =
    needs === undefined || (Array.isArray(needs) && needs.length > 0 && !('problem' in readNeeds(needs)));
  return areNeeds && (maxWeight === undefined || !('problem' in readMaxWeight(maxWeight, false)));
}

/** More than any parcel weighs, in any unit: a typing error. */
const HEAVIEST = 100_000;

/** Checks the most that the goods of a link may weigh. */
export function readMaxWeight(
  given: unknown,
  isIgnored: boolean,
): Pick<ShippingLink, 'maxWeight'> | { readonly problem: LinkProblem } {
  const expected = `a number above 0 and up to ${HEAVIEST}, in the store’s own unit of weight, or nothing`;
  if (typeof given !== 'number' || !(given > 0) || given > HEAVIEST) {
    return { problem: { field: 'maxWeight', message: 'The most that the goods may weigh is not a weight.', expected } };
  }
  if (!isIgnored) return { maxWeight: given };
  const message = 'What is not ours to ship has no limit of weight.';
  return { problem: { field: 'maxWeight', message, expected: `nothing, or another code than "${IGNORE_CODE}"` } };
}
