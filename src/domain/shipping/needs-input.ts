import { addressNeeds, type AddressNeed, type ShippingLink } from '../../contract/shipping.ts';
import type { LinkProblem } from './link-problem.ts';

/** Checks what a link needs of an address, whatever its shape. Each part is kept once, in one order. */
export function readNeeds(given: unknown): Pick<ShippingLink, 'needs'> | { readonly problem: LinkProblem } {
  const expected = `a list of ${addressNeeds.join(', ')}`;
  if (!Array.isArray(given)) {
    return { problem: { field: 'needs', message: 'What the method needs is not a list.', expected } };
  }
  const odd = given.findIndex((one) => !addressNeeds.includes(one as AddressNeed));
  if (odd !== -1) {
    const message = 'An address has no such part that a link can need.';
    return { problem: { field: `needs.${odd}`, message, expected: `one of ${addressNeeds.join(', ')}` } };
  }
  const needs = addressNeeds.filter((need) => given.includes(need));
  return needs.length === 0 ? {} : { needs };
}
