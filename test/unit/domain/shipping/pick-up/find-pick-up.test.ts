import { describe, expect, test } from 'vitest';
import type { PickUpSource, ShippingLink } from '../../../../../src/contract/shipping.ts';
import { findPickUp, type PickUpTexts } from '../../../../../src/domain/shipping/pick-up/find-pick-up.ts';
import { HintTally } from '../../../../../src/domain/shipping/pick-up/pick-up-hints.ts';

const texts: PickUpTexts = {
  formFields: [
    { name: 'Parcel Locker', value: '0118' },
    { name: 'Delivery Instructions', value: 'Leave in backyard' },
  ],
  options: [{ name: 'Engraving', value: 'Rabin' }],
  customerMessage: 'To locker 105A, please.',
  staffNotes: '',
  method: 'Omniva – Tallinn Kristiine (96001)',
  addressLines: ['Long Street 1', 'Locker 7', ''],
};

async function found(where: readonly PickUpSource[], asked: readonly string[] = [], of = texts) {
  const link: ShippingLink = { method: 'Omniva*', code: 'OMNIVA', pickUpPoint: 'required', where };
  const questions: string[] = [];
  const read = await findPickUp(link, of, (source) => {
    questions.push(source.kind);
    return Promise.resolve(asked);
  });
  return { codes: read?.codes, odd: read?.odd, questions };
}

const field = { kind: 'form-field', name: 'parcel  LOCKER' } as const;
const metafield = { kind: 'metafield', namespace: 'app', key: 'locker' } as const;

describe('a pick-up point is found', () => {
  test.each<[string, readonly PickUpSource[], readonly string[]]>([
    ['in a form field by its name', [field], ['0118']],
    ['in form fields by a pattern of names', [{ kind: 'form-field', name: '*locker' }], ['0118']],
    ['in the method’s text', [{ kind: 'shipping-method', pattern: 'Omniva – *({code})*' }], ['96001']],
    ['in the customer’s words', [{ kind: 'customer-message', pattern: '*locker {code}*' }], ['105A']],
    ['in an address line', [{ kind: 'address-line', pattern: 'locker {code}' }], ['7']],
    ['not where nothing stands', [{ kind: 'staff-notes', pattern: '*{code}*' }], []],
    ['twice, where two places differ', [field, { kind: 'shipping-method', pattern: '*({code})' }], ['0118', '96001']],
  ])('%s', async (_, where, codes) => {
    expect((await found(where)).codes).toEqual(codes);
  });

  test('by a request only while nothing was found before', async () => {
    expect(await found([field, metafield])).toMatchObject({ codes: ['0118'], questions: [] });
    expect(await found([metafield, field], ['0118'])).toMatchObject({ codes: ['0118'], questions: ['metafield'] });
    const quote = { kind: 'shipping-quote', field: 'rate_id' } as const;
    expect(await found([quote], ['rate-77'])).toMatchObject({ codes: ['rate-77'], questions: ['shipping-quote'] });
  });

  test('as text: zeros and letters stay, and a number of JSON is its digits', async () => {
    const formFields = [{ name: 'L', value: '00118' }];
    expect((await found([{ kind: 'form-field', name: 'L' }], [], { ...texts, formFields })).codes).toEqual(['00118']);
  });

  test.each<[string, string, string, readonly string[]]>([
    ['small letters in one place and capitals in another', '105A', '105a', ['105A']],
    ['marks that nobody sees around it', '\u200f12345\u200e', '12345', ['12345']],
    ['a mark of byte order and a soft hyphen', '\ufeff123\u00ad45', '12345', ['12345']],
    ['spaces and line breaks around it', '\n 12345\u00a0', '12345', ['12345']],
  ])('is one point with %s', async (_, one, other, codes) => {
    const formFields = [
      { name: 'One', value: one },
      { name: 'Other', value: other },
    ];
    const where = ['One', 'Other'].map((name) => ({ kind: 'form-field', name }) as const);
    expect(await found(where, [], { ...texts, formFields })).toMatchObject({ codes, odd: undefined });
  });

  test.each<[string, string, string]>([
    ['a zero before it', '0118', '118'],
    ['a dash within it', 'AB-12', 'AB12'],
    ['a space within it', 'AB 12', 'AB12'],
    ['digits of another script', '١٢٣', '123'],
  ])('is not the same with %s: both are told, or it is no code', async (_, one, other) => {
    const formFields = [
      { name: 'One', value: one },
      { name: 'Other', value: other },
    ];
    const where = ['One', 'Other'].map((name) => ({ kind: 'form-field', name }) as const);
    const read = await found(where, [], { ...texts, formFields });
    expect([...(read.codes ?? []), ...(read.odd ?? [])]).toHaveLength(2);
  });

  test.each<[string, PickUpSource, Partial<PickUpTexts>, readonly string[]]>([
    [
      'a field’s name in another case, with odd spaces, signs and emoji',
      { kind: 'form-field', name: '📦 pakki-automaatti: *' },
      { formFields: [{ name: '📦  Pakki-Automaatti:  (valitse)', value: '901' }] },
      ['901'],
    ],
    [
      'a field without a name',
      { kind: 'form-field', name: '*' },
      { formFields: [{ name: '', value: '901' }] },
      ['901'],
    ],
    [
      'words over several lines',
      { kind: 'customer-message', pattern: '*locker: {code} *' },
      { customerMessage: 'Hello!\r\nLocker:\n\t105A\r\nThanks 🙏' },
      ['105A'],
    ],
    [
      'words written from right to left',
      { kind: 'customer-message', pattern: '*לוקר {code}*' },
      { customerMessage: 'שלום, \u2067לוקר\u2069 \u206612345\u2069 תודה' },
      ['12345'],
    ],
    [
      'an emoji beside the code',
      { kind: 'customer-message', pattern: '*{code}*' },
      { customerMessage: '📦12345📦' },
      ['12345'],
    ],
    [
      'an option’s value in JSON',
      { kind: 'product-option', name: 'Point', pattern: '*"id":"{code}"*' },
      { options: [{ name: 'Point', value: '{"carrier":"omniva","id":"96001","zip":"10115"}' }] },
      ['96001'],
    ],
  ])('by %s', async (_, source, of, codes) => {
    expect((await found([source], [], { ...texts, ...of })).codes).toEqual(codes);
  });

  test('in a metafield’s JSON by a pattern; without one it is no code, and the place is named', async () => {
    const json = '{ "id": "0118", "name": "Bahnhof 7" }';
    const pattern = '*"id": "{code}"*';
    expect((await found([{ ...metafield, pattern }], [json])).codes).toEqual(['0118']);
    expect(await found([metafield], [json])).toMatchObject({ codes: [], odd: ['metafield app/locker'] });
  });

  test.each(['None', 'N/A', 'true', 'Kamppi', 'null', '-', '0118.', '(0118)'])(
    'never in “%s”, which is no code: the place is named',
    async (value) => {
      const formFields = [{ name: 'Locker', value }];
      const where = [{ kind: 'form-field', name: 'Locker' }] as const;
      expect(await found(where, [], { ...texts, formFields })).toMatchObject({
        codes: [],
        odd: ['form field “Locker”'],
      });
    },
  );

  test('never in a text with spaces, and the place is named without its text', async () => {
    const { codes, odd } = await found([{ kind: 'form-field', name: 'Delivery Instructions' }]);
    expect(codes).toEqual([]);
    expect(odd).toEqual(['form field “Delivery Instructions”']);
  });

  const option = { kind: 'product-option', name: 'Point' } as const;
  test.each<[string, Partial<PickUpTexts>, readonly string[]]>([
    ['alone, where the others hold none', { options: [], refundedOptions: [{ name: 'Point', value: '901' }] }, ['901']],
    [
      'beside what is no code',
      { options: [{ name: 'Point', value: 'None' }], refundedOptions: [{ name: 'Point', value: '901' }] },
      ['901'],
    ],
    [
      'never beside a code of a line that goes',
      {
        options: [
          { name: 'Point', value: 'None' },
          { name: 'Point', value: '0118' },
        ],
        refundedOptions: [{ name: 'Point', value: '901' }],
      },
      ['0118'],
    ],
    ['nowhere else', { options: [], refundedOptions: [{ name: 'Engraving', value: '901' }] }, []],
  ])('in an option of a refunded line %s', async (_, of, codes) => {
    expect((await found([option], [], { ...texts, ...of })).codes).toEqual(codes);
  });

  test('in no option of a refunded line, where another place is meant', async () => {
    const of = { ...texts, refundedOptions: [{ name: 'Parcel Locker', value: '901' }] };
    expect((await found([field], [], { ...of, formFields: [] })).codes).toEqual([]);
  });

  test('in the staff’s words', async () => {
    const of = { ...texts, staffNotes: 'Point: 901.' };
    expect((await found([{ kind: 'staff-notes', pattern: '*point: {code}*' }], [], of)).codes).toEqual(['901']);
  });

  test.each<[PickUpSource, string]>([
    [{ kind: 'form-field', name: 'Point' }, 'form field “Point”'],
    [option, 'product option “Point”'],
    [metafield, 'metafield app/locker'],
    [{ kind: 'shipping-quote', field: 'rate_id' }, 'shipping quote’s rate_id'],
    // Links that were saved by hand may lack the pattern that these need.
    [{ kind: 'customer-message' } as PickUpSource, 'customer message'],
    [{ kind: 'staff-notes' } as PickUpSource, 'staff notes'],
    [{ kind: 'shipping-method' } as PickUpSource, 'shipping method'],
    [{ kind: 'address-line' } as PickUpSource, 'address line'],
  ])('nowhere in %j: it is named in the merchant’s words, once', async (source, words) => {
    const none = [
      { name: 'Point', value: 'None' },
      { name: 'Point', value: 'Other' },
    ];
    const of = { ...texts, formFields: none, options: none, staffNotes: 'No point.' };
    expect(await found([source], ['None'], of)).toMatchObject({ codes: [], odd: [words] });
  });

  test('nowhere that is empty, or that a pattern looks through: such a place is not named', async () => {
    const formFields = [{ name: 'Point', value: ' ' }];
    const point = { kind: 'form-field', name: 'Point' } as const;
    expect((await found([point], [], { ...texts, formFields })).odd).toBeUndefined();
    expect((await found([metafield], [])).odd).toBeUndefined();
    expect((await found([{ ...field, pattern: 'locker {code}' }])).odd).toBeUndefined();
  });

  test('as five different codes at most', async () => {
    const formFields = ['1', '2', '3', '2', '4', '5', '6'].map((value) => ({ name: 'Point', value }));
    const { codes } = await found([{ kind: 'form-field', name: 'Point' }], [], { ...texts, formFields });
    expect(codes).toEqual(['1', '2', '3', '4', '5']);
  });

  test('nowhere for a link that names no place', async () => {
    const link: ShippingLink = { method: '*', code: 'A', pickUpPoint: 'required' };
    const read = await findPickUp(link, texts, () => Promise.resolve(['901']));
    expect(read).toEqual({ need: 'required', shippingCode: 'A', by: expect.any(String) as string, codes: [] });
  });

  test('by places and a need that a read code is known by', async () => {
    const by = async (of: Pick<ShippingLink, 'pickUpPoint' | 'where'>) =>
      (await findPickUp({ method: '*', code: 'A', ...of }, texts, () => Promise.resolve([])))?.by;
    const first = await by({ pickUpPoint: 'required', where: [field] });
    expect(await by({ pickUpPoint: 'required', where: [{ ...field }] })).toBe(first);
    expect(await by({ pickUpPoint: 'optional', where: [field] })).not.toBe(first);
    expect(await by({ pickUpPoint: 'required', where: [option] })).not.toBe(first);
  });

  test('not at all for a link without one', async () => {
    expect(await findPickUp({ method: '*', code: 'A' }, texts, () => Promise.resolve([]))).toBeUndefined();
  });
});

test('hints show counts and shapes, the likeliest field first, and no value', () => {
  const tally = new HintTally();
  tally.add(texts);
  tally.add({ ...texts, formFields: [{ name: 'Parcel Locker', value: '105A' }] });
  const hints = tally.hints();
  expect(hints.fields[0]).toEqual({
    ...{ kind: 'form-field', name: 'Parcel Locker', filled: 2, oneCode: 2 },
    shapes: [
      { shape: '9999', addresses: 1 },
      { shape: '999A', addresses: 1 },
    ],
  });
  expect(JSON.stringify(hints)).not.toMatch(/0118|105A|96001|Long Street|backyard|Rabin/);
});
