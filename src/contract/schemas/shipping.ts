import * as z from 'zod/mini';
import {
  addressNeeds,
  IGNORE_CODE,
  pickUpNeeds,
  type PickUpNeed,
  type PickUpSource,
  type ShippingLink,
} from '../shipping.ts';
import { message } from './check-message.ts';
import { oneOf, optional, text } from './parts.ts';

// Which fields a link has, and that they are texts. What a pattern, a country or a carrier may be is a rule of the
// domain (`domain/shipping/link-input.ts`), which also takes what forms send for "nothing".
const METHOD = 'the shipping method’s name or code, for example "DHL*"';
const COUNTRY = 'two letters, for example "FI", or nothing for every country';
const country = optional(z.string(COUNTRY).check(z.maxLength(250, COUNTRY)));
const CARRIER = 'a carrier’s slug of letters, digits and hyphens, for example "dhl", or nothing';

const WHERE = 'a list of places, each an object with kind';
const WEIGHT = 'a number above 0, in the store’s unit of weight';
const NEEDS = `a list of ${addressNeeds.join(', ')}`;
/** Texts by name: what each kind of place may say is the domain's (`domain/shipping/pick-up/pick-up-input.ts`). */
const isPlace = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.entries(value).length <= 10 &&
  Object.entries(value).every(([name, text]) => name.length <= 100 && typeof text === 'string' && text.length <= 250);

export const shippingLink = message<ShippingLink>(() =>
  z.strictObject(
    {
      method: text(METHOD),
      code: text(`a myOGO shipping code, or "${IGNORE_CODE}"`),
      country,
      trackingCarrier: optional(z.string(CARRIER).check(z.maxLength(250, CARRIER))),
      pickUpPoint: optional(z.custom<PickUpNeed>(isNeedOrNothing, pickUpNeeds.join(', '))),
      where: optional(z.array(z.custom<PickUpSource>(isPlace, WHERE), WHERE).check(z.maxLength(20, WHERE))),
      needs: optional(z.array(oneOf(addressNeeds), NEEDS).check(z.maxLength(20, NEEDS))),
      maxWeight: optional(z.number(WEIGHT)),
    },
    'a link with method and code; country, trackingCarrier, pickUpPoint, where, needs and maxWeight are optional',
  ),
);

/** Forms send an empty text for nothing. */
function isNeedOrNothing(value: unknown): boolean {
  return value === '' || (pickUpNeeds as readonly unknown[]).includes(value);
}

/** Which link to remove. */
export const linkKey = message<{ method: string; country?: string }>(() =>
  z.object(
    { method: text('a saved pattern'), country },
    'the method of a saved link, and its country where it has one',
  ),
);

/** More links than any store has: they all travel in one payload. */
export const draftLinks = message<readonly ShippingLink[]>(() =>
  z.array(shippingLink(), 'a list of links').check(z.maxLength(1_000, 'at most 1,000 links')),
);
