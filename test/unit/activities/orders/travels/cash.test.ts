import { describe, expect, test } from 'vitest';
import { cashOf } from '../../../../../src/activities/orders/travels/cash.ts';
import { answering } from '../../../http/fixed-transport.ts';
import { consignmentRow, consignments, lineRow, orderRow, storeAnswering } from '../../../bigcommerce/store.ts';

// What is collected at the door, from the store's bytes.

const cashOnDelivery = { paymentMethods: ['Cash on*'], statuses: [7] };
const unpaid = { status_id: 7, payment_method: 'Cash on Delivery', payment_status: '', total_inc_tax: '30.0000' };

/** An order of one line of three pieces, 25 in all, and 5 of postage, in the store's words. */
async function collected(order: object, line: object = {}, notHere: readonly string[] = []) {
  const bought = lineRow(1, { quantity: 3, price_inc_tax: '9.0000', discounted_total_inc_tax: '25.0000', ...line });
  const shipping = [consignmentRow(5, [bought], { items_total: 3, cost_inc_tax: '5.0000' })];
  const row = orderRow(100, { items_total: 3, ...unpaid, ...order, consignments: consignments(shipping) });
  const { store } = storeAnswering(() => answering(200, row));
  const { cash, owed } = cashOf({ cashOnDelivery }, await store.orders.get(100, { withLines: true }), notHere);
  const due = owed?.get(5);
  return `${cash?.by ?? 'otherwise'}${due === undefined ? '' : ` ${due.amount} ${due.currency}`}`;
}

describe('what is collected at the door', () => {
  test.each<[string, object, object, string]>([
    ['is the total', {}, {}, 'door 3000 EUR'],
    ['is nothing of nothing', { total_inc_tax: '0.0000' }, {}, 'door 0 EUR'],
    ['is less by store credit', { store_credit_amount: '10.0000' }, {}, 'door 2000 EUR'],
    ['is less by gift certificates', { gift_certificate_amount: '29.9900' }, {}, 'door 1 EUR'],
    ['is nothing where both pay all', { store_credit_amount: '20', gift_certificate_amount: '20' }, {}, 'door 0 EUR'],
    ['is less by refunded pieces, as they were paid for', {}, { quantity_refunded: 1 }, 'door 2167 EUR'],
    ['is the postage where all pieces are refunded', {}, { quantity_refunded: 3 }, 'door 500 EUR'],
    ['is nothing where all is refunded', { refunded_amount: '30.0000' }, { quantity_refunded: 3 }, 'door 0 EUR'],
    ['is nothing once it is paid', { payment_status: 'captured' }, {}, 'paid 0 EUR'],
    ['is nothing once it is paid, in other letters', { payment_status: ' Captured ' }, {}, 'paid 0 EUR'],
    [
      'is in the store’s own currency, whatever was shown',
      { currency_code: 'SEK', default_currency_code: 'EUR' },
      {},
      'door 3000 EUR',
    ],
    [
      'has three decimals where the currency has',
      { default_currency_code: 'KWD', total_inc_tax: '30.1235' },
      {},
      'door 30124 KWD',
    ],
    [
      'has none where the currency has none',
      { default_currency_code: 'ISK', total_inc_tax: '1999.5000' },
      {},
      'door 2000 ISK',
    ],
    [
      'has cents where prices usually have none',
      { default_currency_code: 'HUF', total_inc_tax: '30.5000' },
      {},
      'door 3050 HUF',
    ],
    [
      'is in the same currency in whatever letters it comes',
      { default_currency_code: ' isk ', total_inc_tax: '1999.5000' },
      {},
      'door 2000 ISK',
    ],
    ['is not known where the order does not say', { total_inc_tax: null }, {}, 'door'],
    ['is nothing to us where it is paid otherwise', { payment_method: 'Bank transfer' }, {}, 'otherwise'],
  ])('%s', async (_, order, line, expected) => {
    expect(await collected(order, line)).toBe(expected);
  });

  test('is the postage of what comes from elsewhere: its goods are paid where they are brought', async () => {
    expect(await collected({}, {}, ['SKU-*'])).toBe('door 500 EUR');
  });
});
