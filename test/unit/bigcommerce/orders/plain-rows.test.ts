import fc from 'fast-check';
import { expect, test } from 'vitest';
import { orderRows } from '../../../../src/bigcommerce/orders/order-schema.ts';
import { misfit } from '../../../../src/http/row-fields.ts';

const row = {
  id: 100,
  status_id: 11,
  date_created: 'Thu, 18 Jun 2026 14:34:50 +0000',
  date_modified: 'Thu, 18 Jun 2026 14:35:00 +0000',
  date_shipped: '',
  currency_code: 'SEK',
  default_currency_code: 'EUR',
  is_deleted: false,
  order_is_digital: false,
  customer_message: null,
  staff_notes: '',
  payment_method: 'Manual',
  payment_status: '',
  external_order_id: '',
  items_total: 2,
  items_shipped: 0,
  total_inc_tax: '49.8000',
  refunded_amount: '0.0000',
  store_credit_amount: '0.0000',
  gift_certificate_amount: '0.0000',
  billing_address: { email: 'test@example.test', phone: 401234567 },
};
const odd = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom('', '0', '1', 0, 1, -1, 1e300, '0000-00-00', 'Thu, 18 Jun 2026 14:34:50 +0000', '12.50', [], {}),
);
const read = (value: unknown) => orderRows.plain?.(value) ?? expect.fail('orders have a plain reading');

test('an order as it always comes is read at once', () => {
  expect(read(row)).toEqual(orderRows.schema.parse(row));
  expect(read({ ...row, further: { fields: 1 } })).toEqual(orderRows.schema.parse(row));
});

test('what is read at once is what the schema would read; what does not fit, or is not there, is left to it', () => {
  const places = ['', ...Object.keys(row), 'billing_address.email', 'billing_address.phone'];
  fc.assert(
    fc.property(fc.constantFrom(...places), fc.option(odd), (place, value) => {
      const changed: unknown = place === '' ? value : structuredClone(row);
      const [first = '', second] = place.split('.');
      const holder = second === undefined ? changed : (changed as typeof row).billing_address;
      if (place !== '' && typeof holder === 'object' && holder !== null) {
        if (value === null) Reflect.deleteProperty(holder, second ?? first);
        else Reflect.set(holder, second ?? first, value);
      }
      const found = read(changed);
      const judged = orderRows.schema.safeParse(changed);
      if (found !== misfit) expect(judged.data).toEqual(found);
      if (!judged.success) expect(found).toBe(misfit);
    }),
    { numRuns: 2_000 },
  );
});
