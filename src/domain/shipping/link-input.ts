import { IGNORE_CODE, type LinkResult, type ShippingLink } from '../../contract/shipping.ts';
import { normalise } from '../../contract/shipping/link-pattern.ts';
import { isCountry } from '../shared/iso-codes.ts';
import { otherCodes } from './customs/territories.ts';
import type { LinkProblem } from './link-problem.ts';
import { readMaxWeight, readNeeds } from './needs-input.ts';
import { readPickUp } from './pick-up/pick-up-input.ts';

export function isLinkProblem(result: LinkResult | LinkProblem): result is LinkProblem {
  return 'field' in result;
}

const MAX_TEXT = 250;

/**
 * Checks one link, whatever its shape: updates also come from hands.
 * The pattern is kept as typed; code and carrier lose surrounding space, the country is written in upper
 * case and the carrier in lower case.
 */
export function validateLink(
  input: Readonly<Partial<Record<keyof ShippingLink, unknown>>>,
): { readonly link: ShippingLink } | { readonly problem: LinkProblem } {
  const { method, code, country, trackingCarrier, pickUpPoint, where, needs: given, maxWeight } = input;
  const methodProblem = textProblem('method', method, 'the shipping method’s name or code, for example "DHL*"');
  if (methodProblem !== undefined) return { problem: methodProblem };
  const codeProblem = textProblem('code', code, `a myOGO shipping code, or "${IGNORE_CODE}"`);
  if (codeProblem !== undefined) return { problem: codeProblem };
  const countryProblem = isGiven(country) ? countryProblemOf(country) : undefined;
  if (countryProblem !== undefined) return { problem: countryProblem };
  const carrierProblem = isGiven(trackingCarrier) ? carrierProblemOf(trackingCarrier) : undefined;
  if (carrierProblem !== undefined) return { problem: carrierProblem };

  const trimmedCode = String(code).trim();
  const isIgnored = trimmedCode.toLowerCase() === IGNORE_CODE;
  const pickUp = readPickUp(isGiven(pickUpPoint) ? pickUpPoint : 'none', isGiven(where) ? where : []);
  if ('problem' in pickUp) return pickUp;
  if (isIgnored && 'pickUpPoint' in pickUp) {
    const message = 'What is not ours to ship has no pick-up point.';
    return { problem: { field: 'pickUpPoint', message, expected: `"none", or another code than "${IGNORE_CODE}"` } };
  }
  const needs = isGiven(given) ? readNeeds(given) : undefined;
  if (needs !== undefined && 'problem' in needs) return needs;
  if (isIgnored && needs !== undefined && needs.needs.length > 0) {
    const message = 'What is not ours to ship needs no address.';
    return { problem: { field: 'needs', message, expected: `nothing, or another code than "${IGNORE_CODE}"` } };
  }
  const limit = isGiven(maxWeight) ? readMaxWeight(maxWeight, isIgnored) : {};
  if ('problem' in limit) return limit;
  return {
    link: {
      method: String(method),
      code: isIgnored ? IGNORE_CODE : trimmedCode,
      ...(isGiven(country) ? { country: String(country).trim().toUpperCase() } : {}),
      ...(isGiven(trackingCarrier) ? { trackingCarrier: String(trackingCarrier).trim().toLowerCase() } : {}),
      ...pickUp,
      ...(isIgnored ? {} : needs),
      ...limit,
    },
  };
}

type TextField = 'method' | 'code' | 'country' | 'trackingCarrier';

function textProblem(field: TextField, value: unknown, expected: string): LinkProblem | undefined {
  const name = { method: 'pattern', code: 'code', country: 'country', trackingCarrier: 'carrier' }[field];
  if (typeof value !== 'string') return { field, message: `The ${name} is missing or not a text.`, expected };
  if (normalise(value) === '') return { field, message: `The ${name} is empty.`, expected };
  if (value.length > MAX_TEXT) {
    return { field, message: `The ${name} is too long.`, expected: `at most ${MAX_TEXT} characters` };
  }
  return undefined;
}

function countryProblemOf(country: unknown): LinkProblem | undefined {
  const written = typeof country === 'string' ? country.trim().toUpperCase() : '';
  const meant = otherCodes[written];
  if (isCountry(written)) return undefined;
  return {
    field: 'country',
    message: 'The country is no ISO 3166-1 code.',
    expected: meant === undefined ? 'two letters, for example "FI", or nothing for every country' : `"${meant}"`,
  };
}

/** A courier's slug as BigCommerce takes it; what it makes of one that it does not know is UNCONFIRMED. */
function carrierProblemOf(carrier: unknown): LinkProblem | undefined {
  const expected = 'a carrier’s slug of letters, digits and hyphens, for example "dhl" or "australia-post", or nothing';
  const problem = textProblem('trackingCarrier', carrier, expected);
  if (problem !== undefined || /^[a-z0-9][a-z0-9_-]{0,99}$/i.test(String(carrier).trim())) return problem;
  return { field: 'trackingCarrier', message: 'The carrier is not a slug.', expected };
}

/** Empty means "not given": forms send it so. */
function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}
