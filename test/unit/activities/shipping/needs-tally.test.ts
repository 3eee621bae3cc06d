import { expect, test } from 'vitest';
import { NeedsTally } from '../../../../src/activities/shipping/needs-tally.ts';
import type { ShippingLink } from '../../../../src/contract/shipping.ts';

const person = {
  ...{ firstName: 'Ann', lastName: 'Bee', company: '', street1: 'Street', street2: '', city: 'Town', state: '' },
  ...{ zip: '00100', countryIso2: 'FI', phone: '', email: 'a@example.test' },
};
const none = { phone: '', email: '' };

test('a preview counts by link what addresses lack, and says nothing of links that need nothing', () => {
  const gls: ShippingLink = { method: 'GLS*', code: 'GLS', needs: ['phone', 'street-number'] };
  const tally = new NeedsTally();
  const to = (of: Partial<typeof person> = {}) => ({ person: { ...person, ...of }, lines: [] });
  tally.add(gls, to(), none);
  tally.add(gls, to({ phone: '040 1' }), none);
  tally.add(gls, to({ street1: 'Street 1' }), { phone: '040 1', email: '' });
  tally.add({ method: 'Posti', code: 'POSTI' }, to(), none);
  expect(tally.rows()).toEqual([
    {
      ...{ method: 'GLS*', code: 'GLS', complete: 1, incomplete: 2 },
      lacking: [
        { part: 'street-number', addresses: 2 },
        { part: 'phone', addresses: 1 },
      ],
    },
  ]);
});

test('a preview counts by link what is too heavy for it', () => {
  const posti: ShippingLink = { method: 'Posti', code: 'POSTI', maxWeight: 2 };
  const tally = new NeedsTally();
  tally.add(posti, { person, lines: [{ weight: '0.5', quantity: 4 }] }, none);
  tally.add(posti, { person, lines: [{ weight: '0.51', quantity: 4 }] }, none);
  expect(tally.rows()).toEqual([
    { method: 'Posti', code: 'POSTI', complete: 1, incomplete: 1, lacking: [{ part: 'weight', addresses: 1 }] },
  ]);
});
