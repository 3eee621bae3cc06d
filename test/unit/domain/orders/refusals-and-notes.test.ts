import { expect, it } from 'vitest';
import { refusedOrderReason } from '../../../../src/domain/orders/refusal-words.ts';
import { withNote, withoutOurNotes } from '../../../../src/domain/orders/staff-notes.ts';
import { fieldLimits } from '../../../../src/domain/shared/field-limits.ts';

it.each([
  [
    'pickup-point-missing',
    ['Pick-up point is missing', 'Invalid PickupPointCode', 'pick up point?', 'pickUp point', 'No pick-uppoint.'],
  ],
  ['shipping-code-refused', ['No such delivery type', 'deliverytype', 'delivery method X', 'Shipping']],
  [
    'rejected-by-myogo',
    [
      'Unknown product for this country',
      'orderLines is empty',
      'order line 1 has no address',
      'The SKU of the customer',
      'What?',
    ],
  ],
  ['address-incomplete', ['telephone', 'Postal code', 'postcode', 'The zip', 'City', 'Address', 'country', 'Customer']],
])('the warehouse’s words of a refusal are held as %s', (reason, all) => {
  for (const words of all) expect([words, refusedOrderReason(words)]).toEqual([words, reason]);
});

it('our lines of the staff notes are told from what people wrote', () => {
  const notes = 'Call first\nmyOGO: h-100 was returned.\nShe said myOGO: fine\nmyOGO: x';
  expect(withoutOurNotes(notes)).toBe('Call first\nShe said myOGO: fine');
  expect(withoutOurNotes('')).toBe('');
});

it('a note that fits to the last character leaves our oldest one there', () => {
  const oldest = 'myOGO: x';
  const words = 'w'.repeat(fieldLimits.staffNotes.most - oldest.length - 'myOGO: y'.length - 2);
  expect(withNote(`${oldest}\n${words}`, 'myOGO: y')).toBe(`${oldest}\n${words}\nmyOGO: y`);
});
