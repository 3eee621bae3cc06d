import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLong } from '../../support/sample.ts';
import { isPersonalField, personalValues, scrub } from '../../../src/http/redact.ts';

describe('the other side’s words are scrubbed', () => {
  it.each([
    ['write to jane.doe+x@example.test now', 'write to [e-mail] now'],
    ['call +358 40 123 4567 or 040-1234567', 'call [number] or [number]'],
    ['token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0 refused', 'token [token] refused'],
    ['see https://api.example.test/stores/abc?token=1', 'see [link]'],
    ['the name "Jane Doe" is odd', 'the name [value] is odd'],
    ["The field 'product_id' cannot be written to", "The field 'product_id' cannot be written to"],
    ["You don't have it and it isn't there", "You don't have it and it isn't there"],
    ['billing_address.first_name is missing', 'billing_address.first_name is missing'],
    ['Item with variant_id 106 is tracked by product', 'Item with variant_id 106 is tracked by product'],
    // Long error codes and field names, in all ways of writing.
    ['it is ORDER_PRODUCT_NOT_SHIPPABLE', 'it is ORDER_PRODUCT_NOT_SHIPPABLE'],
    ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH'],
    ['error.order.shipping_method.2.invalid', 'error.order.shipping_method.2.invalid'],
    ['ShippingMethodCodeNotFound', 'ShippingMethodCodeNotFound'],
    ['shippingMethodNotSupported (400)', 'shippingMethodNotSupported (400)'],
    ['SKUQuantityExceedsAvailableStock', 'SKUQuantityExceedsAvailableStock'],
    ['OGO.Orders.Errors.ReferenceExists', 'OGO.Orders.Errors.ReferenceExists'],
    ['shipping-method-not-supported', 'shipping-method-not-supported'],
    ['items[0].order_product_quantity', 'items[0].order_product_quantity'],
    ['orderLines.0.customsDescription: odd', 'orderLines.0.customsDescription: odd'],
    ['/orderLines/0/unitPrice is odd', '/orderLines/0/unitPrice is odd'],
    ['#/orderLines/12/customsDescription', '#/orderLines/12/customsDescription'],
    ["'shippingCode' and 'OrderLines[0].UnitPrice'", "'shippingCode' and 'OrderLines[0].UnitPrice'"],
    ['OrderLines[0].ProductCode_is_unknown_to_merchant', 'OrderLines[0].ProductCode_is_unknown_to_merchant'],
    ["'DUPLICATE_REFERENCE'", "'DUPLICATE_REFERENCE'"],
    ['it is ORDER_REFERENCE_ALREADY_EXISTS_4091', 'it is ORDER_REFERENCE_ALREADY_EXISTS_4091'],
    ['order.validation.error.4012, E_PRODUCT_1234_UNKNOWN', 'order.validation.error.4012, E_PRODUCT_1234_UNKNOWN'],
    ['OGO-4012-SHIPPING-CODE-UNKNOWN', 'OGO-4012-SHIPPING-CODE-UNKNOWN'],
    ['error_code=PRODUCT_DISABLED_IN_WAREHOUSE', 'error_code=PRODUCT_DISABLED_IN_WAREHOUSE'],
    // Tokens and people, dressed up.
    ['ORDER_CUSTOMER_ZIP_1043_INVALID', '[token]'],
    ['order_of_customer_jane_1980', '[token]'],
    ['/street/12/Ainola/AinoEsimerkki', '[token]'],
    ['Order/12/AinoMariaEsimerkki', '[token]'],
    ['access_token=abc123def45ghij', '[token]'],
    ['error_code=qwKdjHsaPLmnXzzA', '[token]'],
    ['order.status.4012.9981.1177', '[token]'],
    ['tkn7f3a9c1e5b8d2046a7c9e1f3b5d8', '[token]'],
    ['aBcDeFgHiJkLmNoPqRsTuVwXyZ', '[token]'],
    ['qwKdjHsaPLmnXzzAsdQweRtyUio', '[token]'],
    ['kjhasdkjhqwekjhzxcmnbasdqweiu', '[token]'],
    ['0f8fad5b-d9cb-469f-a165-70867728950e', '[token]'],
    ['AinoMariaEsimerkkiVirtanen', '[token]'],
    ['aino-maria-esimerkki-virtanen', '[token]'],
    ['AinoMaria_is_in_Esimerkkila', '[token]'],
    ['aB3.cD_is_eF5.gH_to_iJ7.kL9mN', '[token]'],
    ["'AinoEsimerkki' and 'Jane'", '[value] and [value]'],
    // Quoted in whatever way.
    ['token: “Jane Doe” and ‘Jane Doe’', 'token: [value] and [value]'],
    ['der Name „Jane Doe“ fehlt, ‚Jane Doe‘ auch', 'der Name [value] fehlt, [value] auch'],
    ['le nom «Jane Doe» et »Jane Doe«', 'le nom [value] et [value]'],
    ['”Jane Doe” is ＂Jane Doe＂, `Jane Doe´', '[value] is [value], [value]'],
    ['{\\"name\\":\\"Jane Doe\\"}', '{"name":[value]}'],
    ['{\\\\"name\\\\":\\\\"Jane Doe\\\\"}', '{"name":[value]}'],
    [
      'it is \\u0022Jane Doe\\u0022, &quot;Jane Doe&quot; or &#8220;Jane Doe&#x201D;',
      'it is [value], [value] or [value]',
    ],
    ['the name "Jane Doe is odd', 'the name [value]'],
    ["'sku' is odd: 'Jane Doe", "'sku' is odd: [value]"],
    ['“jane@example.test Doe” is odd', '[value] is odd'],
    // A mark that does not fit: what is quoted and what is not cannot be told any more.
    ['a 7" pan for "Jane Doe" x', 'a 7[value]'],
    ['a 7" pan of "Jane Doe 9" x', 'a 7[value]'],
    ['the name "Jane "Mary" Doe" is odd', 'the name [value]'],
    ['the name " Jane Doe " is odd', 'the name [value]'],
    ["the name ' Jane Doe ' is odd", 'the name [value]'],
    ["the name 'O’Hara' is odd, and 'James' street' is", 'the name [value]'],
    // Inches, and apostrophes in and behind a word.
    ['a pan of 7" is odd', 'a pan of 7" is odd'],
    ['You don’t have l’été: it isn‘t there', 'You don’t have l’été: it isn‘t there'],
    ["the customers' orders and James’ one", "the customers' orders and James’ one"],
    ['The field “product_id” can’t be “DUPLICATE_REFERENCE”', 'The field “product_id” can’t be “DUPLICATE_REFERENCE”'],
    ['<b>bold</b>\nINFO forged\u202e line', 'bold INFO forged line'],
  ])('%s', (words, expected) => {
    expect(scrub(words)).toBe(expected);
  });

  it('removes what we sent ourselves, in any casing, whole and in single words', () => {
    const known = personalValues({
      reference: 'abc-1-2',
      customer: { name: 'Matti Meikäläinen', address1: 'Testikatu 5 A', zip: '00100', countryCode: 'FI' },
      orderLines: [{ code: 'SKU-1', quantity: 1 }],
    });
    const said = scrub(
      'MATTI MEIKÄLÄINEN of testikatu 5 a, 00100: order abc-1-2 with SKU-1 is refused, says Matti',
      known,
    );
    expect(said).not.toMatch(/matti|meik|testikatu|00100/i);
    expect(said).toContain('abc-1-2 with SKU-1');
  });

  it.each([
    ['a name of two signs', { name: '王芳', city: '東京' }, '收件人王芳 in 東京 is refused', 'is refused'],
    ['a name of one sign', { last_name: '李', first_name: '明' }, 'recipient 李明 is refused', 'is refused'],
    ['a name in Korean', { name: '이수' }, '이수님 is refused', 'is refused'],
    ['a name of two letters', { first_name: 'Bo', last_name: 'Li' }, 'Recipient Bo Li is not valid', 'is not valid'],
    ['a name in Cyrillic', { first_name: 'Ян' }, 'Recipient Ян is not valid', 'is not valid'],
    ['a name as a server without accents writes it', { name: 'Zoë Ångström' }, 'Zoe Angstrom is refused', 'is refused'],
    ['a name in decomposed letters', { name: 'Zoë' }, 'Zoe\u0308 is refused', 'is refused'],
    ['an entity in the place of a letter', { name: 'Märta' }, 'M&auml;rta or M&#228;rta is refused', 'is refused'],
  ])('removes %s', (_, customer, words, rest) => {
    const said = scrub(words, personalValues({ customer }));
    for (const name of [...Object.values(customer).flatMap((one) => one.split(' ')), 'Zoe', 'Angstrom', 'rta'])
      expect(said.normalize('NFC')).not.toContain(name);
    expect(said).toContain(rest);
  });

  it('leaves words that only look like a short name of somebody', () => {
    const known = personalValues({ first_name: 'Is', last_name: 'No', state: 'CA' });
    expect(scrub('the code is unknown, no CAR in CALIFORNIA', known)).toBe('the code is unknown, no CAR in CALIFORNIA');
  });

  it('of a quotation no word of its value is left, whatever the marks, its place and what stands in it', () => {
    const marks = ['"', "'", '`', '“”', '”', '„“', '‚‘', '‘’', '’', '«»', '»«', '‹›', '「」', '＂', '＇', '′', '″'];
    const escaped = ['\\"', "\\'", '\\\\"', '&quot;', '&#39;', '&#x201c;', '\\u0022', '\\\\u201d'].map((mark) => [
      mark,
      mark,
    ]);
    const pairs = [...marks.map((pair) => [pair[0] ?? '', pair.at(-1) ?? '']), ...escaped];
    const secret = 'Xq7Zk';
    const part = fc.constantFrom(
      ' ',
      ', ',
      '"',
      "'",
      '’',
      '“',
      '”',
      '\\"',
      '7"',
      ': ',
      ')',
      '} ',
      '> ',
      '@',
      'a',
      'n\n',
      '',
    );
    const value = fc
      .array(part, { maxLength: 4 })
      .map((parts) => `${secret}${parts.map((one) => one + secret).join('')}`);
    const around = fc.constantFrom(
      '',
      ' ',
      'name: ',
      'token=',
      'it is 7" with ',
      'don’t say ',
      "'sku' is ",
      '{"a":"b","c":',
      '(',
      'x, ',
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...pairs),
        value,
        around,
        around,
        fc.boolean(),
        (pair, words, before, after, isOpen) => {
          const [open = '', close = ''] = pair;
          const said = scrub(`${before}${open}${words}${isOpen ? '' : close}${isOpen ? '' : after}`);
          expect(said).not.toContain(secret);
        },
      ),
      { numRuns: isLong ? 200_000 : 5_000 },
    );
  });

  it('is short and on one line, whatever comes', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 2_000, unit: 'binary' }),
        fc.array(fc.string(), { maxLength: 5 }),
        (words, known) => {
          const said = scrub(words, known);
          expect(said.length).toBeLessThanOrEqual(300);
          expect(said).not.toMatch(/[\u0000-\u001f@]/);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('knows the fields that may hold a person or a secret', () => {
    for (const field of ['first_name', 'street_1', 'Email', 'customer.phone', 'access_token', 'city']) {
      expect(isPersonalField(field), field).toBe(true);
    }
    for (const field of ['status', 'quantity', 'location_id', 'sku']) expect(isPersonalField(field), field).toBe(false);
  });
});
