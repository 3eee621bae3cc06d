import { afterAll, beforeAll, describe } from 'vitest';
import { performRemedies } from '../support/remedies/perform-remedies.ts';
import { openRemedies, type RemedyDesk } from '../support/remedies/remedy-desk.ts';
import type { Ends, RowsOf } from '../support/remedies/remedy-table.ts';

let desk: RemedyDesk;
beforeAll(async () => {
  desk = await openRemedies();
});
afterAll(() => desk.close());

let count = 0;
/** The shipping method of an order, which no other has. */
const methods = new Map<number, string>();
const methodOf = (orderId: number) => methods.get(orderId) ?? '';
async function odd(
  before: (method: string) => unknown = () => undefined,
  address: { readonly company?: string } = {},
  sku = 'A',
): Promise<number> {
  count += 1;
  const method = `Odd ${count} Way`;
  await before(method);
  const { orderId } = await desk.begin({
    lines: [{ sku, name: sku, quantity: 3 }],
    addresses: [{ ...address, shippingMethod: method, formFields }],
  });
  methods.set(orderId, method);
  return orderId;
}
/** A method whose pick-up point stands in a field of the address's form. */
const locker = (method: string, name = 'Nothing') =>
  desk.store.shipping.link({
    ...{ method, code: 'OMNIVA', pickUpPoint: 'required' },
    where: [{ kind: 'form-field', name }],
  });
const formFields = [
  { name: 'Form of lockers', value: '96001' },
  { name: 'Form of another', value: '0118' },
];
const link = (method: string, code = 'POSTI') => desk.store.shipping.link({ method, code });
const unlink = (method: string) => desk.store.shipping.unlink({ method });

const sent = { stage: 'handed-over', standing: ['REF NEW 3A'] } as const satisfies Ends;
const ignored = { stage: 'ignored', standing: [] } as const satisfies Ends;
const cancelled = { stage: 'cancelled', standing: [] } as const satisfies Ends;
const decisions = { 'use-code': sent, 'treat-as-done': ignored, cancel: cancelled };

const rows: RowsOf<'routing'> = {
  'shipping-method-not-linked': {
    hold: () => odd(),
    ways: {
      'Link this shipping method to a myOGO shipping code': { ...sent, act: (id) => link(methodOf(id)) },
    },
    decisions,
  },
  'ambiguous-link': {
    hold: () =>
      odd(async (method) => {
        await link(method.replace('Way', 'W*y'));
        await link(method.replace('Way', 'Wa*'), 'GLS');
      }),
    ways: {
      'make one of them more exact': { ...sent, act: (id) => link(methodOf(id).replace('Way', 'Wa*y')) },
      'remove one': { ...sent, act: (id) => unlink(methodOf(id).replace('Way', 'Wa*')) },
    },
    decisions,
    says: ['Two links fit equally well:'],
  },
  'shipping-code-refused': {
    hold: () => odd((method) => link(method, `NO-${method}`)),
    ways: {
      'Correct the link’s myOGO shipping code': {
        ...sent,
        act: async (id) => {
          await unlink(methodOf(id));
          await link(methodOf(id));
        },
      },
      'have the method enabled in myOGO, then retry': {
        ...sent,
        act: (id) => {
          const { shippingCodes } = desk.shop.sandbox.control.merchant();
          desk.shop.sandbox.control.access({ shippingCodes: [...shippingCodes, `NO-${methodOf(id)}`] });
        },
      },
    },
    decisions,
  },
  'address-incomplete': {
    hold: async () => (await desk.begin({ addresses: [{ zip: '', city: '' }] })).orderId,
    ways: {
      'Complete the address on the store’s order': {
        ...sent,
        act: (id) =>
          desk.inStore(id, () => {
            desk.acts.change(id, { address: { zip: '00100', city: 'Helsinki' } });
          }),
      },
    },
    decisions: { 'treat-as-done': ignored, cancel: cancelled },
  },
  'needed-by-link': {
    hold: () => odd((method) => desk.store.shipping.link({ method, code: 'GLS', needs: ['company'] }), { company: '' }),
    ways: {
      'Complete the address on the store’s order': {
        ...sent,
        act: (id) =>
          desk.inStore(id, () => {
            desk.acts.change(id, { address: { company: 'Toys Ltd' } });
          }),
      },
      'take from the link or the setting methodNeeds what the method does not need': {
        ...sent,
        act: (id) => link(methodOf(id), 'GLS'),
      },
    },
    decisions,
  },
  'customs-data': {
    // Each has a product of its own: what is given to one releases no other.
    hold: () =>
      odd(
        (method) => desk.store.shipping.link({ method, code: 'POSTI', needs: ['customs-data'] }),
        {},
        `ABROAD-${count + 1}`,
      ),
    ways: {
      'Give the product its HS code, country of origin and description for customs in the store, or in myOGO': {
        ...sent,
        withinTheHour: true,
        act: (id) => {
          const { products } = desk.shop.sandbox.control.merchant();
          const product = products.find(({ code }) => code === desk.sku(id));
          Object.assign(product?.fields ?? {}, {
            hsCode: '610910',
            countryOfOrigin: 'EE',
            customsDescription: 'Knitted shirt',
          });
        },
      },
      'correct what asks for it, the settings warehouseCountry and methodNeeds or the link': {
        ...sent,
        act: (id) => link(methodOf(id)),
      },
    },
    decisions: { 'treat-as-done': ignored, cancel: cancelled },
  },
  'too-heavy': {
    // Three pieces of 0.1.
    hold: () => odd((method) => desk.store.shipping.link({ method, code: 'GLS', maxWeight: 0.2 })),
    ways: {
      'Link another method': {
        ...sent,
        act: async (id) => {
          await unlink(methodOf(id));
          await link(methodOf(id));
        },
      },
      'correct what the link or the setting methodNeeds takes at most (maxWeight)': {
        ...sent,
        act: (id) => desk.store.shipping.link({ method: methodOf(id), code: 'GLS', maxWeight: 0.3 }),
      },
    },
    decisions,
  },
  'pickup-point-missing': {
    hold: () => odd((method) => locker(method)),
    ways: {
      'Correct the link, so that it says where the store keeps the pick-up point': {
        ...sent,
        act: (id) => locker(methodOf(id), 'Form of lockers'),
      },
    },
    decisions: { ...decisions, 'use-pickup-point': sent },
  },
  'several-pickup-points': {
    hold: () => odd((method) => locker(method, 'Form*')),
    ways: {
      'Or correct the link, so that it no longer looks where the wrong one stands': {
        ...sent,
        act: (id) => locker(methodOf(id), 'Form of lockers'),
      },
    },
    decisions: { ...decisions, 'use-pickup-point': sent },
    says: ['Ask the shopper which one is meant, then release with use-pickup-point.'],
  },
};

describe('an order that cannot be routed', () => {
  performRemedies(() => desk, rows);
});
