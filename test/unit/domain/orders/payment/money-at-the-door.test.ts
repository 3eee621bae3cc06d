import { describe, expect, it } from 'vitest';
import { paidBy } from '../../../../../src/domain/orders/payment/at-the-door.ts';
import { bankReference } from '../../../../../src/domain/orders/payment/bank-reference.ts';
import { collectedIn } from '../../../../../src/domain/orders/payment/collected-in.ts';
import { owedByAddress, type OwedOrder } from '../../../../../src/domain/orders/payment/owed.ts';

describe('the money that a door is asked for', () => {
  // ISO 4217, from the side of the money: whose own it is.
  it.each([
    ['ALL', 'AL'],
    ['BAM', 'BA'],
    ['CHF', 'CH LI'],
    ['CZK', 'CZ'],
    ['DKK', 'DK FO GL'],
    ['GBP', 'GB'],
    ['HUF', 'HU'],
    ['ISK', 'IS'],
    ['MDL', 'MD'],
    ['MKD', 'MK'],
    ['NOK', 'NO SJ'],
    ['PLN', 'PL'],
    ['RON', 'RO'],
    ['RSD', 'RS'],
    ['SEK', 'SE'],
    ['TRY', 'TR'],
    ['UAH', 'UA'],
    ['EUR', 'AD AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MC ME MT NL PT SI SK SM VA XK AX'],
  ])('%s is collected in %s', (currency, countries) => {
    for (const country of countries.split(' ')) expect([country, collectedIn(country)]).toEqual([country, currency]);
  });

  it('is nothing in a country that is not known to collect, or not written as the store writes it', () => {
    expect(['US', 'JP', 'AU', '', 'fi'].map(collectedIn)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('a payment that came is no payment at the door, however its status is typed', () => {
    const setting = { paymentMethods: ['Cash*'], statuses: [7] };
    expect(paidBy(setting, { paymentMethod: 'Cash on delivery', paymentStatus: ' Paid ' })).toBe('otherwise');
  });

  it('a bank reference has at least three digits before its check digit', () => {
    // 7-3-1 from the right over 011: 1·7 + 1·3 = 10.
    expect(bankReference(1, 1)).toBe('0110');
  });
});

const line = (paid: string | undefined, quantity = 1, of: { refunded?: number; price?: string; id?: number } = {}) => ({
  ...{ quantity, refunded: 0, paid, price: undefined },
  ...of,
});
const at = (addressId: number, ...lines: ReturnType<typeof line>[]) => ({ addressId, lines, costs: [] });

function owed(total: string, addresses: OwedOrder['addresses'], of: Partial<OwedOrder> = {}) {
  const none = { storeCredit: undefined, giftCertificate: undefined, refunded: undefined };
  return owedByAddress({ currency: 'EUR', total, ...none, addresses, otherLines: [], ...of });
}
const amounts = (...of: Parameters<typeof owed>) => [...(owed(...of) ?? [])].map(([, { amount }]) => amount);

describe('what each address owes', () => {
  it('is shared evenly where nothing has a price, and nobody else takes a share', () => {
    expect(amounts('3.00', [at(1), at(2)])).toEqual([150, 150]);
  });

  it('gives a cent that is left over to the largest remainder, wherever that stands', () => {
    // 10 cents by 25 : 30 : 5 are 4.17, 5 and 0.83.
    expect(amounts('0.10', [at(1, line('25')), at(2, line('30')), at(3, line('5'))])).toEqual([4, 5, 1]);
  });

  it('gives a cent that is left over to the first of equal remainders', () => {
    expect(amounts('0.03', [at(1, line('10')), at(2, line('10'))])).toEqual([2, 1]);
  });

  it('goes by the price of a piece where the line does not say what was paid', () => {
    expect(amounts('40', [at(1, line(undefined, 3, { price: '10' })), at(2, line('10'))])).toEqual([3_000, 1_000]);
  });

  it('goes on beside a line that was edited to no piece at all', () => {
    expect(amounts('10', [at(1, line('10'), line('0', 0))])).toEqual([1_000]);
  });

  it('counts a line with more refunded than bought as refunded once', () => {
    expect(amounts('30', [at(1, line('10', 1, { refunded: 2 }), line('20'))])).toEqual([2_000]);
  });

  it('falls on lines that have an id, and on nothing else', () => {
    const there = owed('30', [at(1, line('10', 1, { id: 7 }), line('20'))])?.get(1);
    expect([...(there?.lines.keys() ?? [])]).toEqual([7]);
  });

  it.each(['EURO', 'xEUR', 'EU', ''])('is not known in “%s”, which is no currency', (currency) => {
    expect(owed('10', [at(1, line('10'))], { currency })).toBeUndefined();
  });
});
