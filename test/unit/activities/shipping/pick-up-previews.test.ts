import { MockActivityEnvironment } from '@temporalio/testing';
import { describe, expect, test } from 'vitest';
import { shippingHints } from '../../../../src/activities/shipping/shipping-hints.ts';
import { previewLinks } from '../../../../src/activities/shipping/shipping-preview.ts';
import type { PickUpSource, ShippingLink } from '../../../../src/contract/shipping.ts';
import { answering } from '../../http/fixed-transport.ts';
import { consignmentRow, consignments, lineRow, orderRow, storeAnswering } from '../../bigcommerce/store.ts';

// What a draft would find of pick-up points, and where they may stand: counts and shapes, and never anybody's words.

type Open = Parameters<typeof shippingHints>[0];

interface Placed {
  readonly method?: string;
  readonly fields?: readonly (readonly [string, unknown])[];
  readonly options?: readonly object[];
  readonly message?: string;
  readonly notes?: string;
  readonly street?: string;
  /** Fields that cannot be read. */
  readonly odd?: object;
}

/** A store with these orders, as V2 writes them. */
function storeWith(orders: readonly Placed[], links: readonly ShippingLink[] = []) {
  const rows = orders.map((of, at) => {
    const {
      method = 'Omniva locker',
      fields = [],
      options = [],
      message = '',
      notes = '',
      street = 'Long Street 7',
      odd = {},
    } = of;
    const address = { shipping_method: method, street_1: street, first_name: 'Rabin', last_name: 'Vasilenko' };
    const form_fields = fields.map(([name, value]) => ({ name, value }));
    const line = lineRow(at + 1, { product_options: options });
    const shipping = [consignmentRow(5, [line], { ...address, form_fields })];
    const words = { customer_message: message, staff_notes: notes };
    return orderRow(at + 1, { ...words, items_total: 1, consignments: consignments(shipping), ...odd });
  });
  const { store, sent } = storeAnswering((_, __, query) =>
    query.get('page') === '1' ? answering(200, rows) : answering(204),
  );
  const settings = { warehouseCountry: null, notAtWarehouse: [] };
  return { open: { store, connection: { links, settings } } as unknown as Open, sent }; // nothing else is asked
}

/** Its days are counted by the server's clock, which an activity knows. */
function preview(open: Open, draft: readonly ShippingLink[], days: number): ReturnType<typeof previewLinks> {
  const deps = {} as Parameters<typeof previewLinks>[0]; // nothing of it is asked: no goods cross a border
  const run = new MockActivityEnvironment().run(() => previewLinks(deps, open, draft, days));
  return run as ReturnType<typeof previewLinks>; // what it runs
}

const link = (where: readonly PickUpSource[]): ShippingLink => ({
  ...{ method: 'Omniva*', code: 'OMNIVA', pickUpPoint: 'required' },
  where,
});
const locker: PickUpSource = { kind: 'form-field', name: 'Locker' };

describe('a preview of a draft', () => {
  test('counts what methods need by the setting, too, where a link does not say it itself', async () => {
    const { open } = storeWith([{ street: 'Long Street' }, { street: 'Street 7' }, { method: 'DHL', street: 'Lane' }]);
    const methodNeeds = [{ shippingCode: 'OMNI*', needs: ['street-number'] }];
    const of = { ...open, connection: { ...open.connection, settings: { ...open.connection.settings, methodNeeds } } };
    const omniva: ShippingLink = { method: 'Omniva*', code: 'OMNIVA' };
    const draft = [omniva, { method: 'DHL', code: 'DHL' }];
    expect((await preview(of as unknown as Open, draft, 30)).addressNeeds).toEqual([
      {
        ...omniva,
        complete: 1,
        incomplete: 1,
        lacking: [{ part: 'street-number', addresses: 1 }],
      },
    ]);
    const own = await preview(of as unknown as Open, [{ ...omniva, needs: [] }], 30);
    expect(own.addressNeeds).toBeUndefined();
  });

  test('counts where the code would be found, missing, ambiguous, or is not asked for', async () => {
    const { open } = storeWith([
      { fields: [['Locker', '0118']] },
      { fields: [['Locker', ['0118']]] },
      { fields: [['Locker', 118]] },
      { fields: [['Locker', 'Rabin’s own box']] },
      { fields: [['Locker', null]] },
      {},
      { fields: [['Locker', '0118']], message: 'to 0119, please' },
      { fields: [['Locker', '105A']], message: 'to 105a, please' },
      { method: 'DHL Express' },
    ]);
    const where: readonly PickUpSource[] = [locker, { kind: 'customer-message', pattern: 'to {code}, please' }];
    const previewed = await preview(open, [link(where)], 30);
    expect(previewed.pickUpPoints).toEqual([
      { method: 'Omniva*', code: 'OMNIVA', found: 4, missing: 3, ambiguous: 1, notAsked: 0 },
    ]);
    expect(JSON.stringify(previewed)).not.toMatch(/0118|0119|105|Rabin|Vasilenko|Long Street|please/i);
  });

  test('asks for no quote and no metafield: it says for how many it would have to', async () => {
    const { open, sent } = storeWith([{ fields: [['Locker', '0118']] }, {}]);
    const where: readonly PickUpSource[] = [locker, { kind: 'metafield', namespace: 'app', key: 'locker' }];
    const { pickUpPoints } = await preview(open, [link(where)], 30);
    expect(pickUpPoints?.[0]).toMatchObject({ found: 1, missing: 0, notAsked: 1 });
    expect(sent.every(({ url }) => url.pathname.endsWith('/orders'))).toBe(true);
  });

  test('says nothing of pick-up points where no link of it has one', async () => {
    const { open } = storeWith([{ fields: [['Locker', '0118']] }], [link([locker])]);
    const previewed = await preview(open, [{ method: 'Omniva*', code: 'OMNIVA' }], 30);
    expect(previewed.pickUpPoints).toBeUndefined();
    expect(previewed.changed).toBe(0);
  });
});

describe('hints', () => {
  test('name fields by counts and shapes, and never a value', async () => {
    const option = (name: string, value: string) => ({ display_name: name, display_value: value, type: 'Text field' });
    const { open } = storeWith([
      { fields: [['📦 Pakki', '96001']], options: [option('Engraving', 'Rabin 1984')], message: 'Ring 7 times\nRabin' },
      {
        fields: [
          ['📦 Pakki', '00118'],
          ['Born', '1984-02-03'],
        ],
        notes: 'VIP 12, call +358 40 1234567',
      },
      { fields: [['📦 Pakki', '\u200f105A']], street: 'Packstation 105' },
      { fields: [['📦 Pakki', '']], options: [{ display_name: 'Gift', display_value: '' }, { display_name: 'Empty' }] },
      { method: 'DHL Express', fields: [['📦 Pakki', '77777']] },
    ]);
    const hints = await shippingHints(open, 'omniva*', 10);
    expect(hints.addresses).toBe(4);
    // Streets have a number each, too: shapes tell them apart.
    expect(hints.fields.find(({ name }) => name === '📦 Pakki')).toEqual({
      ...{ kind: 'form-field', name: '📦 Pakki', filled: 3, oneCode: 3 },
      shapes: [
        { shape: '99999', addresses: 2 },
        { shape: '999A', addresses: 1 },
      ],
    });
    expect(hints.fields.map(({ kind, name = '' }) => `${kind} ${name}`.trim())).toEqual(
      expect.arrayContaining(['product-option Engraving', 'customer-message', 'staff-notes', 'form-field Born']),
    );
    expect(hints.fields.some(({ name }) => name === 'Gift' || name === 'Empty')).toBe(false);
    expect(JSON.stringify(hints)).not.toMatch(/96001|00118|105|1984|Rabin|Vasilenko|VIP|358|1234567|Ring|Long Street/);
  });

  test('name the orders that cannot be read: they may be of this method', async () => {
    const { open } = storeWith([{ fields: [['Locker', '0118']] }, { odd: { items_total: 'many' } }]);
    expect(await shippingHints(open, 'Omniva*', 5)).toMatchObject({
      addresses: 1,
      oddRows: { count: 1, rows: [{ kind: 'order', id: 2, field: 'items_total' }] },
    });
  });

  test('read no more addresses than were asked for, and no method that the pattern does not fit', async () => {
    const { open } = storeWith(Array.from({ length: 5 }, () => ({ fields: [['Locker', '0118']] }) as const));
    expect((await shippingHints(open, 'Omniva locker', 2)).addresses).toBe(2);
    expect(await shippingHints(open, 'Omniva', 2)).toEqual({ addresses: 0, fields: [] });
  });
});
