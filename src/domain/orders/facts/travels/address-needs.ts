import { addressNeeds, type AddressNeed } from '../../../../contract/shipping.ts';
import { warehouseCustomer, type Person } from '../address.ts';

/** What the method of a place needs of its address, and what of it is missing: names of fields, no person's data. */
export interface NeedsRead {
  /** The myOGO shipping code of the link that needs it. */
  readonly shippingCode: string;
  readonly missing: readonly AddressNeed[];
}

const words: Readonly<Record<AddressNeed, string>> = {
  phone: 'phone',
  email: 'e-mail',
  company: 'company',
  state: 'state',
  postcode: 'postcode',
  'street-number': 'street number',
  'customs-data': 'customs data',
};

/**
 * Which parts a method needs and an address lacks, judged by what would be sent: a phone without a digit is none, and that of
 * the billing address stands in. A number in either street line is a street number. No form is judged: countries differ.
 */
export function missingNeeds(
  needs: readonly AddressNeed[],
  person: Person,
  billing: { readonly phone: string; readonly email: string },
): readonly AddressNeed[] {
  const { phone = '', email = '', zip = '', address1, address2 = '' } = warehouseCustomer(person, billing);
  const there: Readonly<Record<AddressNeed, boolean>> = {
    phone: /\p{Nd}/u.test(phone),
    email: /\S@\S/.test(email),
    company: isFilled(person.company),
    state: isFilled(person.state),
    postcode: isFilled(zip),
    'street-number': /\p{Nd}/u.test(`${address1} ${address2}`),
    // Of the goods: judged when they are sent.
    'customs-data': true,
  };
  return addressNeeds.filter((need) => needs.includes(need) && !there[need]);
}

/** A dash or a dot is what people write where a form insists. */
function isFilled(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

/** `OMNIVA needs what the address lacks: phone, street number.` */
export function needsWords({ shippingCode, missing }: NeedsRead): string {
  return `${shippingCode} needs what the address lacks: ${missing.map((need) => words[need]).join(', ')}.`;
}
