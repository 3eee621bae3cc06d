import { describe, expect, test } from 'vitest';
import { addressNeeds, type AddressNeed } from '../../../../../../src/contract/shipping.ts';
import { newFacts } from '../../../../../../src/domain/orders/facts/facts.ts';
import type { Person } from '../../../../../../src/domain/orders/facts/address.ts';
import type { ReadPlace } from '../../../../../../src/domain/orders/facts/store-facts.ts';
import { missingNeeds } from '../../../../../../src/domain/orders/facts/travels/address-needs.ts';
import { travelFindings } from '../../../../../../src/domain/orders/steps/travel-findings.ts';
import { orderId, storeHash } from '../../world.ts';

const whole: Person = {
  firstName: 'Ann',
  lastName: 'Bee',
  company: 'Ltd',
  street1: 'Street 1',
  street2: '',
  city: 'Town',
  state: 'Some',
  zip: '00100',
  countryIso2: 'FI',
  phone: '+358 1',
  email: 'a@example.test',
};
const none = { phone: '', email: '' };

describe('what a method needs of an address', () => {
  test('is all there in a whole one', () => {
    expect(missingNeeds(addressNeeds, whole, none)).toEqual([]);
  });

  test.each<[AddressNeed, Partial<Person>]>([
    ['phone', { phone: '' }],
    ['phone', { phone: ' - ' }],
    ['email', { email: '  ' }],
    ['email', { email: 'none' }],
    ['company', { company: '' }],
    ['company', { company: '–' }],
    ['state', { state: ' ' }],
    ['postcode', { zip: '' }],
    ['postcode', { zip: '-' }],
    ['street-number', { street1: 'Street' }],
    ['street-number', { street1: 'Street', street2: 'behind the church' }],
  ])('lacks its %s with %j, and only where that is needed', (need, part) => {
    const person = { ...whole, ...part };
    expect(missingNeeds(addressNeeds, person, none)).toEqual([need]);
    expect(missingNeeds([need], person, none)).toEqual([need]);
    expect(
      missingNeeds(
        addressNeeds.filter((other) => other !== need),
        person,
        none,
      ),
    ).toEqual([]);
  });

  test.each<[string, Partial<Person>, { phone: string; email: string }]>([
    ['the billing address’s phone', { phone: '' }, { phone: '040 1', email: '' }],
    ['the billing address’s e-mail', { email: '' }, { phone: '', email: 'b@example.test' }],
    ['a company that stands for the name', { firstName: '', lastName: '' }, none],
    ['a number in the second line', { street1: 'Street', street2: '12 B' }, none],
    ['digits of another script', { street1: 'شارع ١٢', phone: '٠٥٠' }, none],
    ['a company in another script', { company: '株式会社' }, none],
    ['a postcode of any form', { zip: 'LV-1010' }, none],
  ])('has %s', (_, part, billing) => {
    expect(missingNeeds(addressNeeds, { ...whole, ...part }, billing)).toEqual([]);
  });

  test('is judged by what is sent: a dash in the phone keeps the billing address’s away', () => {
    expect(missingNeeds(['phone'], { ...whole, phone: '-' }, { phone: '040 1', email: '' })).toEqual(['phone']);
  });
});

describe('an address that lacks what its method needs', () => {
  const read: ReadPlace = {
    ...{ place: 1, addressId: 1, method: 'GLS', country: 'FI', missing: [], lines: [] },
    needs: { shippingCode: 'GLS', missing: ['phone', 'street-number'] },
  };
  const facts = newFacts(storeHash, orderId, false);

  test('holds by the names of the fields', () => {
    expect(travelFindings(facts, { lines: [] }, read, 'GLS')).toMatchObject([
      {
        reason: 'address-incomplete',
        message: 'GLS needs what the address lacks: phone, street number.',
        place: 1,
        remedy: 'needed-by-link',
      },
    ]);
  });

  test('does not under another code that a person chose', () => {
    expect(travelFindings(facts, { lines: [] }, read, 'POSTI')).toEqual([]);
  });
});
