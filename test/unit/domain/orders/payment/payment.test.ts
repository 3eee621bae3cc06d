import { describe, expect, test } from 'vitest';
import { fromSmallest, smallestText, unitsOf } from '../../../../../src/domain/shared/currency.ts';
import { importStatusesOf, paidBy } from '../../../../../src/domain/orders/payment/at-the-door.ts';
import { bankReference } from '../../../../../src/domain/orders/payment/bank-reference.ts';
import { collectedIn } from '../../../../../src/domain/orders/payment/collected-in.ts';
import { owedByAddress, type OwedOrder } from '../../../../../src/domain/orders/payment/owed.ts';

const setting = { paymentMethods: ['Cash on*', 'Postiennakko'], statuses: [7] };

describe('payment at the door', () => {
  test.each([
    [setting, 'Cash on Delivery', '', 'door'],
    [setting, 'postiennakko', '', 'door'],
    [setting, 'Cash on Delivery', 'captured', 'otherwise'],
    [setting, 'Bank transfer', '', 'otherwise'],
    [{ paymentMethods: [], statuses: [] }, 'Cash on Delivery', '', 'otherwise'],
    [null, 'Cash on Delivery', '', 'undecided'],
    [null, 'C.O.D.', '', 'undecided'],
    [null, 'Pay at the door', '', 'undecided'],
    [null, 'Jälkivaatimus', '', 'undecided'],
    [null, 'Postförskott', '', 'undecided'],
    [null, 'Per Nachnahme', '', 'undecided'],
    [null, 'Za pobraniem', '', 'undecided'],
    [null, 'Cash on Delivery', 'paid', 'otherwise'],
    [null, 'Credit Card', '', 'otherwise'],
    [null, 'Bank deposit', '', 'otherwise'],
    [null, 'Codice sconto', '', 'otherwise'],
    [undefined, '', '', 'otherwise'],
  ])('%j with “%s” (%s) is %s', (given, paymentMethod, paymentStatus, by) => {
    expect(paidBy(given, { paymentMethod, paymentStatus })).toBe(by);
  });

  test.each([
    ...['Cash  on Delivery', 'Cash‑on‑delivery (COD)', 'CashOnDelivery', 'Pay upon receipt', 'Payment when delivered'],
    ...['Ja\u0308lkivaatimus', 'JÄLKIVAATIMUS', 'Maksu toimituksen yhteydessä', 'Maksa kuljettajalle', 'Postiennakko'],
    ...[
      'Betala vid leverans',
      'Postfo\u0308rskott',
      'Betaling ved levering',
      'Kontant ved døren',
      'Oppkrav',
      'Póstkrafa',
    ],
    ...['Lunamaks', 'Tasumine kättesaamisel', 'Maksmine kullerile', 'Pēcmaksa', 'Apmaksa saņemot preci'],
    ...['Mokėti atsiimant', 'Apmokėjimas pristatymo metu', 'Grynaisiais kurjeriui', 'Barzahlung bei Lieferung'],
    ...['Zahlung bei Zustellung', 'Betalen bij levering', 'Onder rembours', 'Paiement à la livraison'],
    ...['Contre remboursement', 'Contrassegno', 'Pagamento alla consegna', 'Pago contra entrega', 'Contra reembolso'],
    ...[
      'Pagamento na entrega',
      'Pagamento à cobrança',
      'Płatność przy odbiorze',
      'Za pobraniem',
      'Dobírka',
      'Na dobierku',
    ],
    ...[
      'Platba při převzetí',
      'Utánvét',
      'Fizetés átvételkor',
      'Plata ramburs',
      'Plată la livrare',
      'Plaćanje pouzećem',
    ],
    ...['Plačilo po povzetju', 'Наложенный платёж', 'Наложен платеж', 'Оплата при получении', 'Плащане при доставка'],
    ...[
      'Післяплата',
      'Αντικαταβολή',
      'Kapıda ödeme',
      'الدفع عند الاستلام',
      'תשלום במזומן לשליח',
      '货到付款',
      '代金引換',
    ],
    ...['เก็บเงินปลายทาง', 'Thanh toán khi nhận hàng', 'Bayar di tempat', '💶 Cash on delivery 🚚', 'P\u200bobranie'],
  ])('is asked about where a method is called “%s”', (paymentMethod) => {
    expect(paidBy(null, { paymentMethod, paymentStatus: '' })).toBe('undecided');
  });

  test.each([
    ...[
      'Credit Card',
      'Visa',
      'PayPal',
      'Klarna',
      'Klarna. Pay later',
      'Paytrail',
      'Lasku',
      'Faktura',
      'Rechnung',
      'Vorkasse',
    ],
    ...[
      'Bank Deposit',
      'Bank transfer',
      'Check',
      'Money Order',
      'Store Credit',
      'Gift Certificate',
      'Pay in Store',
      'Cash',
    ],
    ...[
      'Pangaülekanne',
      'Pavedimu',
      'Virement bancaire',
      'Bonifico',
      'Przelew',
      'Převodem',
      'Банковский перевод',
      'Codice sconto',
    ],
    ...[
      'Cash App Pay',
      'Apple Pay',
      'Google Pay on mobile',
      'Barzahlung bei Abholung',
      'Manual',
      'Test Payment Gateway',
      '',
      '---',
    ],
  ])('is not where it is called “%s”', (paymentMethod) => {
    expect(paidBy(null, { paymentMethod, paymentStatus: '' })).toBe('otherwise');
  });

  test('is handed over from the statuses that the setting names, and nothing else is', () => {
    const settings = { importStatuses: [11], cashOnDelivery: setting };
    expect(importStatusesOf(settings, { paymentMethod: 'Cash on delivery' })).toEqual([11, 7]);
    expect(importStatusesOf(settings, { paymentMethod: 'Bank transfer' })).toEqual([11]);
    expect(importStatusesOf(settings, {})).toEqual([11]);
  });

  test('is collected in a country’s own money alone', () => {
    expect(['FI', 'BG', 'HR', 'SE', 'US'].map(collectedIn)).toEqual(['EUR', 'EUR', 'EUR', 'SEK', undefined]);
  });

  test('has a reference of digits that a Finnish bank takes', () => {
    expect(bankReference(1234, 56)).toMatch(/^\d{4,20}$/);
    // 7-3-1 from the right: 1·1 + 2·7 + 3·1 … known to end in 2 for 1234561 without its check digit 123456.
    expect(bankReference(123, 456)).toBe('1234561');
  });
});

const line = (paid: string, quantity = 1, refunded = 0) => ({ quantity, refunded, paid, price: undefined });
function order(of: Partial<OwedOrder> = {}): OwedOrder {
  return {
    ...{ currency: 'EUR', total: '100.0000', storeCredit: '0.0000', giftCertificate: '0', refunded: '0.0000' },
    addresses: [{ addressId: 1, lines: [line('94.1')], costs: ['5.9000', '0'] }],
    otherLines: [],
    ...of,
  };
}
const owed = (of: Partial<OwedOrder>) =>
  Object.fromEntries([...(owedByAddress(order(of)) ?? [])].map(([id, { amount }]) => [id, amount]));

describe('what is owed', () => {
  test.each<[string, Partial<OwedOrder>, Record<number, number>]>([
    ['is the total', {}, { 1: 10_000 }],
    ['less gift certificates and store credit', { storeCredit: '10.005', giftCertificate: '20.00' }, { 1: 7_000 }],
    ['never below nothing', { giftCertificate: '150' }, { 1: 0 }],
    [
      'less refunded pieces, by what was paid for them',
      { addresses: [{ addressId: 1, lines: [line('90.00', 3, 1)], costs: ['10'] }] },
      { 1: 7_000 },
    ],
    ['less what the order says was given back, where that is more', { refunded: '40.00' }, { 1: 6_000 }],
    [
      'split by what each address costs, to the last cent',
      {
        addresses: [1, 2, 3].map((addressId) => ({ addressId, lines: [line('30')], costs: [] })),
      },
      { 1: 3_334, 2: 3_333, 3: 3_333 },
    ],
    [
      'split evenly where nothing costs anything',
      { total: '0.01', addresses: [1, 2].map((addressId) => ({ addressId, lines: [], costs: [] })) },
      { 1: 1, 2: 0 },
    ],
    [
      'less what comes from elsewhere, with its part of what was paid already',
      { giftCertificate: '50.00', linesElsewhere: [line('100')], total: '200.0000', otherLines: [] },
      { 1: 7_500 },
    ],
    [
      'with the postage of an address that has no goods any more: refunded, or moved away',
      {
        total: '120',
        addresses: [
          { addressId: 1, lines: [line('80')], costs: ['10'] },
          { addressId: 2, lines: [line('10', 1, 1)], costs: ['10'] },
          { addressId: 3, lines: [], costs: ['10'] },
        ],
      },
      { 1: 11_000, 2: 0, 3: 0 },
    ],
    [
      'without the postage of an address where the merchant brings all',
      {
        total: '60',
        otherLines: [],
        addresses: [
          { addressId: 1, lines: [line('30')], costs: ['10'] },
          { addressId: 2, lines: [], costs: ['10'], servedElsewhere: true },
        ],
        linesElsewhere: [line('10')],
      },
      { 1: 4_000, 2: 1_000 },
    ],
    ['in whole yen', { currency: 'JPY', total: '1200.0000' }, { 1: 1_200 }],
    ['in fils', { currency: 'KWD', total: '1.2345' }, { 1: 1_235 }],
    ['with cents where Intl has none', { currency: 'HUF', total: '1.50' }, { 1: 150 }],
  ])('%s', (_, of, expected) => {
    expect(owed(of)).toEqual(expected);
  });

  test('falls on each line by what it costs, and the rest is postage', () => {
    const lines = [
      { ...line('60'), id: 11 },
      { ...line('30', 3, 1), id: 12 },
    ];
    const there = owedByAddress(order({ addresses: [{ addressId: 1, lines, costs: ['10'] }] }))?.get(1);
    expect([there?.amount, [...(there?.lines ?? [])]]).toEqual([
      9_000,
      [
        [11, 6_000],
        [12, 2_000],
      ],
    ]);
  });

  test('is not known where the order does not say', () => {
    expect(owedByAddress(order({ total: undefined }))).toBeUndefined();
    expect(owedByAddress(order({ currency: 'euro' }))).toBeUndefined();
  });

  test('is the whole, however it is split', () => {
    for (let seed = 1; seed < 60; seed += 1) {
      const addresses = Array.from({ length: 1 + (seed % 7) }, (__, at) => ({
        addressId: at + 1,
        lines: [line(String(((seed * 37 + at * 91) % 500) / 7).slice(0, 8))],
        costs: [],
      }));
      const shares = owedByAddress(order({ total: `${seed * 3}.${seed % 10}7`, addresses }));
      const sum = [...(shares?.values() ?? [])].reduce((all, { amount }) => all + amount, 0);
      expect(sum).toBe(Math.round(Number(`${seed * 3}.${seed % 10}7`) * 100));
    }
  });

  test('is written with the currency’s decimals', () => {
    expect([smallestText(5, 'EUR'), smallestText(1_235, 'KWD'), smallestText(7, 'JPY')]).toEqual([
      '0.05',
      '1.235',
      '7',
    ]);
    expect(fromSmallest(11_810, 'EUR')).toBe(118.1);
    expect(unitsOf('-1.5')).toBe(-150_000_000n);
  });
});
