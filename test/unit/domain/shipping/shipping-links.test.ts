import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ShippingLink } from '../../../../src/contract/shipping.ts';
import { isLinkProblem, validateLink } from '../../../../src/domain/shipping/link-input.ts';
import { compileLinks } from '../../../../src/domain/shipping/link-rank.ts';
import { possibleTies } from '../../../../src/domain/shipping/link-ties.ts';
import {
  candidateLines,
  decideShipping,
  MAX_LINK_TEXT,
  MAX_LINKS,
  needsCode,
  removeLink,
  saveLink,
  tooLarge,
} from '../../../../src/domain/shipping/shipping-links.ts';
import { matches } from '../../../../src/domain/shared/wildcard.ts';

/** `DHL*=A`, or `DHL*@FI=A` for a country. */
function link(text: string): ShippingLink {
  const [, method, country, code] = /^(.*?)(?:@([A-Z]{2}))?=(.*)$/.exec(text) ?? [];
  if (method === undefined || code === undefined) throw new TypeError(`not a link: ${text}`);
  return { method, code, ...(country === undefined ? {} : { country }) };
}
const links = (...texts: string[]) => texts.map(link);

describe('decideShipping', () => {
  test.each<[string, ShippingLink[], { method: string; code?: string; country: string }, string]>([
    ['a link that fits', links('DHL*=A'), { method: 'DHL Express', country: 'FI' }, 'code A'],
    ['no link fits', links('DHL*=A'), { method: 'Omniva', country: 'FI' }, 'none'],
    ['no links at all', [], { method: 'Omniva', country: 'FI' }, 'none'],
    ['case and spaces do not count', links(' dhl  EXPRESS =A'), { method: 'DHL Express', country: 'FI' }, 'code A'],
    ['exact beats wildcard', links('DHL Expres*=A', 'DHL=B', '*=C'), { method: 'dhl', country: 'FI' }, 'code B'],
    [
      'exact beats a wildcard with more literal characters that names the country',
      links('DHL*@FI=A', 'DHL=B'),
      { method: 'DHL', country: 'FI' },
      'code B',
    ],
    [
      'more literals beat fewer',
      links('DHL*=A', 'DHL Ex*=B', '*=C'),
      { method: 'DHL Express', country: 'FI' },
      'code B',
    ],
    [
      'more literals beat a named country',
      links('DHL*@FI=A', 'DHL E*=B'),
      { method: 'DHL Express', country: 'FI' },
      'code B',
    ],
    ['a named country beats none', links('DHL*=A', 'DHL*@FI=B'), { method: 'DHL 1', country: 'FI' }, 'code B'],
    ['another country does not count', links('DHL*=A', 'DHL*@FI=B'), { method: 'DHL 1', country: 'SE' }, 'code A'],
    ['only links of other countries', links('DHL*@FI=A', 'DHL*@EE=B'), { method: 'DHL 1', country: 'SE' }, 'none'],
    ['the country’s case does not count', links('DHL*@FI=A'), { method: 'DHL 1', country: 'fi' }, 'code A'],
    ['no country is no country', links('DHL*@FI=A'), { method: 'DHL 1', country: '' }, 'none'],
    ['equal rank, other codes', links('DHL*=A', '*DHL=B'), { method: 'DHL', country: 'FI' }, 'tie A B'],
    ['equal rank, the same code', links('DHL*=A', '*DHL=A'), { method: 'DHL', country: 'FI' }, 'code A'],
    ['a tie below the winner', links('DHL*=A', '*DHL=B', 'DHL=C'), { method: 'DHL', country: 'FI' }, 'code C'],
    ['ignore', links('*=A', 'Pickup*=ignore'), { method: 'Pickup in store', country: 'FI' }, 'ignore'],
    ['ignore loses like others', links('*=ignore', 'DHL*=A'), { method: 'DHL', country: 'FI' }, 'code A'],
    ['ignore ties with a code', links('DH*=ignore', '*HL=A'), { method: 'DHL', country: 'FI' }, 'tie ignore A'],
    ['the code fits', links('2=A'), { method: 'Flat Rate', code: '2', country: 'FI' }, 'code A'],
    ['a pattern on the code', links('fedex_*=A'), { method: 'Next day', code: 'FEDEX_PRIO', country: 'FI' }, 'code A'],
    [
      'exact on the code beats wildcard on the text',
      links('*=A', '2=B'),
      { method: 'Flat', code: '2', country: 'FI' },
      'code B',
    ],
    [
      'more literals on the text beat the code',
      links('Flat Rate=A', '2=B'),
      { method: 'Flat Rate', code: '2', country: 'FI' },
      'code A',
    ],
    ['text and code tie', links('Flat=A', '1234=B'), { method: 'Flat', code: '1234', country: 'FI' }, 'tie A B'],
    ['without the code only the text is judged', links('2=A'), { method: 'Flat Rate', country: 'FI' }, 'none'],
    ['star alone takes an empty method', links('*=A'), { method: '', country: 'FI' }, 'code A'],
  ])('%s', (_, given, address, expected) => {
    const decision = decideShipping(given, address);
    const said =
      decision.kind === 'code'
        ? `code ${decision.code}`
        : decision.kind === 'tie'
          ? `tie ${decision.links.map(({ code }) => code).join(' ')}`
          : decision.kind;
    expect(said).toBe(expected);
    // Whatever the outcome, nothing is left unexplained.
    expect(decision.candidates.map((candidate) => candidate.link)).toHaveLength(given.length);
    expect(new Set(decision.candidates.map((candidate) => candidate.link))).toEqual(new Set(given));
    expect(decision.candidates.every(({ why }) => why.length > 5)).toBe(true);
  });

  test('carriers that differ are a tie too: the choice would be a guess', () => {
    const both = [
      { method: 'DHL*', code: 'A', trackingCarrier: 'dhl' },
      { method: '*DHL', code: 'A', trackingCarrier: 'dhlfi' },
    ];
    expect(decideShipping(both, { method: 'DHL', country: 'FI' }).kind).toBe('tie');
  });

  test('says why each link won or lost, winner first', () => {
    const decision = decideShipping(
      links('*=Z', 'Omniva=O', 'DHL*=A', 'DHL*@FI=B', 'DHL*@SE=C', 'DHL Express=D', '2=E'),
      {
        method: 'DHL Express',
        code: '2',
        country: 'FI',
      },
    );
    expect(candidateLines(decision.candidates)).toEqual([
      '“DHL Express” → D: wins: it has more literal characters (11 against 1)',
      '“2” → E: fits the code; loses to “DHL Express”, which has more literal characters (11 against 1)',
      '“DHL*” (FI) → B: loses to “DHL Express”, which is exact, without *',
      '“DHL*” → A: loses to “DHL Express”, which is exact, without *',
      '“*” → Z: loses to “DHL Express”, which is exact, without *',
      '“DHL*” (SE) → C: is for SE only, not for FI',
      '“Omniva” → O: the pattern does not fit',
    ]);
    expect(candidateLines(decision.candidates, 2).at(-1)).toBe('and 5 more that lost or do not fit');
  });

  test('a tie says what is equal', () => {
    const decision = decideShipping(links('DHL*@FI=A', '*DHL@FI=B'), { method: 'DHL', country: 'FI' });
    expect(decision.candidates.map(({ why }) => why)).toEqual([
      'fits equally well: 3 literal characters, country FI',
      'fits equally well: 3 literal characters, country FI',
    ]);
  });

  test('a tie of exact patterns for every country says so', () => {
    const decision = decideShipping(links('DHL=A', 'd_1=B'), { method: 'DHL', code: 'd_1', country: 'FI' });
    expect(candidateLines(decision.candidates)).toEqual([
      '“DHL” → A: fits equally well: an exact pattern, no country',
      '“d_1” → B: fits the code; fits equally well: an exact pattern, no country',
    ]);
  });

  test('a link for a country says that it wins by it', () => {
    const decision = decideShipping(links('DHL*=A', 'DHL*@FI=B'), { method: 'DHL', country: ' fi ' });
    expect(candidateLines(decision.candidates)).toEqual([
      '“DHL*” (FI) → B: wins: it names the country FI',
      '“DHL*” → A: loses to “DHL*”, which names the country FI',
    ]);
  });

  test('each link says what of the method it fits', () => {
    const decision = decideShipping(links('DHL=A', '2*=B', 'GLS=C'), { method: 'DHL', code: '2', country: 'FI' });
    expect(decision.candidates.map(({ matched }) => matched)).toEqual(['text', 'code', 'no']);
  });

  test('links that ask for nothing, in whichever way, are no tie', () => {
    const asked: readonly Partial<ShippingLink>[] = [{}, { pickUpPoint: 'none', where: [] }, { maxWeight: 0 }];
    const saying = asked.map((of, at) => ({ ...link(`${'*'.repeat(at + 1)}DHL=A`), ...of }));
    expect(decideShipping(saying, { method: 'DHL', country: 'FI' })).toMatchObject({ kind: 'code', code: 'A' });
  });

  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*'), minLength: 1, maxLength: 5 });
  const anyLink = fc.record(
    { method: pattern, code: fc.constantFrom('A', 'B', 'ignore'), country: fc.constantFrom('FI', 'SE') },
    { requiredKeys: ['method', 'code'] },
  );
  const name = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 6 });

  test('the order in which links were saved never decides', () => {
    fc.assert(
      fc.property(fc.array(anyLink, { maxLength: 8 }), name, fc.constantFrom('FI', 'DE'), (given, method, country) => {
        const one = decideShipping(given, { method, country });
        const other = decideShipping([...given].reverse(), { method, country });
        expect(other.kind).toBe(one.kind);
        if (one.kind === 'code' && other.kind === 'code') expect(other.code).toBe(one.code);
      }),
    );
  });

  test('the winner fits, applies, and no other that fits and applies outranks it', () => {
    fc.assert(
      fc.property(fc.array(anyLink, { maxLength: 8 }), name, fc.constantFrom('FI', 'DE'), (given, method, country) => {
        const fitting = given.filter(
          (each) => matches(each.method, method) && (each.country === undefined || each.country === country),
        );
        const weight = (each: ShippingLink) =>
          (each.method.includes('*') ? 0 : 1_000) +
          each.method.replaceAll('*', '').length * 10 +
          (each.country === undefined ? 0 : 1);
        const heaviest = Math.max(...fitting.map(weight));
        const codes = new Set(fitting.filter((each) => weight(each) === heaviest).map(({ code }) => code));
        const decision = decideShipping(compileLinks(given), { method, country });
        const expected = codes.size === 0 ? 'none' : codes.size > 1 ? 'tie' : codes.has('ignore') ? 'ignore' : 'code';
        expect(decision.kind).toBe(expected);
        if (decision.kind === 'code') expect(codes).toContain(decision.code);
      }),
    );
  });
});

describe('needsCode: the method’s code is looked up only where it can change the outcome', () => {
  test.each<[string, ShippingLink[], { method: string; country: string }, boolean]>([
    ['an exact link fits the text', links('DHL=A', 'Omniva=B', 'GLS*=C'), { method: 'DHL', country: 'FI' }, false],
    [
      'a wildcard link fits the text, the others are names',
      links('DHL*=A', 'Omniva=B'),
      { method: 'DHL 1', country: 'FI' },
      false,
    ],
    ['a code could beat the default', links('*=A', 'fedex_ground=B'), { method: 'Ground', country: 'FI' }, true],
    ['a method id could beat the default', links('*=A', '2=B'), { method: 'Flat Rate', country: 'FI' }, true],
    ['a code that could tie', links('Rate*=A', '2222*=B'), { method: 'Rate 1', country: 'FI' }, true],
    ['a code for this country', links('*=A', '2@FI=B'), { method: 'Flat Rate', country: ' fi ' }, true],
    [
      'a code that would lose to the better of two that fit',
      links('*=A', 'Flat*=B', '2*=C'),
      { method: 'Flat Rate', country: 'FI' },
      false,
    ],
    ['a name with a digit in it is no code', links('*=A', 'Zone 2=B'), { method: 'Ground', country: 'FI' }, false],
    [
      'a name that begins like a code is none',
      links('*=A', 'zone_2 north=B'),
      { method: 'Ground', country: 'FI' },
      false,
    ],
    ['a code that would lose', links('Flat*=A', '2*=B'), { method: 'Flat Rate', country: 'FI' }, false],
    ['a code for another country', links('*=A', '2@SE=B'), { method: 'Flat Rate', country: 'FI' }, false],
    ['nothing fits the text', links('DHL=A'), { method: 'Flat Rate', country: 'FI' }, true],
    ['nothing fits, and no link applies there', links('DHL@SE=A'), { method: 'Flat Rate', country: 'FI' }, false],
    ['there are no links', [], { method: 'Flat Rate', country: 'FI' }, false],
  ])('%s', (_, given, address, expected) => {
    expect(needsCode(given, address)).toBe(expected);
  });
});

describe('saveLink', () => {
  const saved = links('DHL*=A', 'DHL*@FI=B');

  test.each<[string, ShippingLink, string[]]>([
    ['a new pattern', link('GLS*=C'), ['DHL*=A', 'DHL*@FI=B', 'GLS*=C']],
    ['the pattern for another country', link('dhl*@SE=C'), ['DHL*=A', 'DHL*@FI=B', 'dhl*@SE=C']],
    ['the pattern kept as typed', link(' Dhl  Express=C'), ['DHL*=A', 'DHL*@FI=B', ' Dhl  Express=C']],
    ['the code without its spaces', link('GLS= C '), ['DHL*=A', 'DHL*@FI=B', 'GLS=C']],
    ['ignore in any case', link('Pickup=Ignore'), ['DHL*=A', 'DHL*@FI=B', 'Pickup=ignore']],
  ])('adds %s', (_, added, expected) => {
    const result = saveLink(saved, added);
    expect(result).toEqual({ links: links(...expected), changed: true, warnings: [] });
  });

  test.each([
    ['again', link('DHL*=A')],
    ['in another case and with other spaces', link(' dhl** =A')],
    ['for its country, in another case', { method: 'DHL*', code: 'B', country: ' fi ' }],
  ])('the same link %s changes nothing', (_, again) => {
    expect(saveLink(saved, again)).toEqual({ links: saved, changed: false, warnings: [] });
  });

  test('the same link with another carrier takes that carrier', () => {
    const result = saveLink(saved, { ...link('DHL*=A'), trackingCarrier: ' DHL ' });
    expect(result).toMatchObject({ changed: true, links: [{ method: 'DHL*', trackingCarrier: 'dhl' }, saved[1]] });
    // Of two people the second hears what the first had saved.
    expect(result).toMatchObject({ replaced: saved[0] });
  });

  test('the same pattern and country with another code is refused and names the present one', () => {
    const problem = saveLink(saved, link(' dhl*@FI=C'));
    expect(problem).toEqual({
      field: 'code',
      message: '“DHL*” for FI is linked to B already.',
      expected: 'B, or another pattern or country; to change the code, unlink the method first',
    });
    expect(saveLink(saved, link('dhl*=C'))).toMatchObject({ message: '“DHL*” is linked to A already.' });
    expect(isLinkProblem(problem)).toBe(true);
  });

  test('a star alone is saved with a warning', () => {
    expect(saveLink([], link('*=A'))).toMatchObject({
      changed: true,
      warnings: ['“*” takes every method that no other link fits: it is a default.'],
    });
    expect(saveLink([], link('**@FI=A'))).toMatchObject({
      changed: true,
      warnings: [expect.stringContaining('in FI')],
    });
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['an empty pattern', { method: ' \t', code: 'A' }, 'method'],
    ['no pattern', { code: 'A' }, 'method'],
    ['a pattern that is no text', { method: 3, code: 'A' }, 'method'],
    ['an endless pattern', { method: 'x'.repeat(251), code: 'A' }, 'method'],
    ['an empty code', { method: 'DHL', code: '' }, 'code'],
    ['a code of spaces', { method: 'DHL', code: '  ' }, 'code'],
    ['no code', { method: 'DHL', code: null }, 'code'],
    ['a country’s name', { method: 'DHL', code: 'A', country: 'Finland' }, 'country'],
    ['a country that is no text', { method: 'DHL', code: 'A', country: 358 }, 'country'],
    ['the United Kingdom by its other letters', { method: 'DHL', code: 'A', country: 'uk' }, 'country'],
    ['letters that no country has', { method: 'DHL', code: 'A', country: 'EN' }, 'country'],
    ['a carrier that is no text', { method: 'DHL', code: 'A', trackingCarrier: {} }, 'trackingCarrier'],
    ['a carrier that is a name', { method: 'DHL', code: 'A', trackingCarrier: 'DHL Express' }, 'trackingCarrier'],
  ])('%s is refused, with the field and what would be right', (_, input, field) => {
    const checked = validateLink(input);
    const problem = 'problem' in checked ? checked.problem : undefined;
    expect(problem?.field).toBe(field);
    expect(problem?.message).toMatch(/^The .+\.$/);
    expect(problem?.expected).toMatch(/.{4}/);
  });

  test.each<[Record<string, unknown>, string, string]>([
    [{ code: 'A' }, 'The pattern is missing or not a text.', 'the shipping method’s name or code, for example "DHL*"'],
    [{ method: 'x'.repeat(251), code: 'A' }, 'The pattern is too long.', 'at most 250 characters'],
    [{ method: 'DHL', code: ' ' }, 'The code is empty.', 'a myOGO shipping code, or "ignore"'],
    [
      { method: 'DHL', code: 'A', country: 'Finland' },
      'The country is no ISO 3166-1 code.',
      'two letters, for example "FI", or nothing for every country',
    ],
    [{ method: 'DHL', code: 'A', country: ' uk ' }, 'The country is no ISO 3166-1 code.', '"GB"'],
    [
      { method: 'DHL', code: 'A', trackingCarrier: 7 },
      'The carrier is missing or not a text.',
      'a carrier’s slug of letters, digits and hyphens, for example "dhl" or "australia-post", or nothing',
    ],
  ])('%j is refused in words that name what is wrong: %s', (input, message, expected) => {
    expect(validateLink(input)).toMatchObject({ problem: { message, expected } });
  });

  test('a pattern and a code may have 250 characters, and a country spaces around it', () => {
    const [method, code] = ['m'.repeat(250), 'c'.repeat(250)];
    expect(validateLink({ method, code, country: ' fi ' })).toEqual({ link: { method, code, country: 'FI' } });
  });

  test('an empty country or carrier means none', () => {
    const given = { method: 'DHL', code: 'A', country: '', trackingCarrier: '' };
    expect(validateLink(given)).toEqual({ link: { method: 'DHL', code: 'A' } });
  });

  test('takes no more text in all links than a run can carry, and what changes nothing or makes it less all the same', () => {
    const filler = 'x'.repeat(200);
    const where = Array.from({ length: 20 }, (_, index) => ({
      kind: 'form-field' as const,
      name: `${index} ${filler}`,
    }));
    const wordy = (index: number) => ({ ...link(`method ${index}=A`), pickUpPoint: 'required' as const, where });
    const tried = (present: readonly ShippingLink[], one: ShippingLink) => {
      const result = saveLink(present, one);
      return isLinkProblem(result) ? result : (tooLarge(present, result) ?? result);
    };
    let saved: readonly ShippingLink[] = [];
    let last = tried(saved, wordy(0));
    while (!isLinkProblem(last) && saved.length < MAX_LINKS) {
      saved = last.links;
      last = tried(saved, wordy(saved.length));
    }
    expect(JSON.stringify(saved).length).toBeLessThanOrEqual(MAX_LINK_TEXT);
    expect(saved.length).toBeGreaterThan(40);
    expect(last).toMatchObject({ field: 'method', message: expect.stringMatching(/^All links together/) });
    expect(tried(saved, wordy(0))).toMatchObject({ changed: false });
    expect(tried(saved, link('method 0=A'))).toMatchObject({ changed: true });
    const over = [...saved, wordy(MAX_LINKS), wordy(MAX_LINKS + 1)];
    expect(tried(over, link('method 0=A'))).toMatchObject({ changed: true });
    expect(tried(over, link('one more=A'))).toMatchObject({ field: 'method' });
    // As many plain links as there may be stay far below it.
    const plain = Array.from({ length: MAX_LINKS - 1 }, (_, index) => link(`Courier of region ${index}=CODE-${index}`));
    expect(tried(plain, link('one more=A'))).toMatchObject({ changed: true });
  });

  test('there is a limit to the number of links', () => {
    const full = Array.from({ length: MAX_LINKS }, (_, index) => link(`method ${index}=A`));
    expect(saveLink(full, link('one more=A'))).toEqual({
      field: 'method',
      message: `There are ${MAX_LINKS} links already.`,
      expected: 'fewer links, with *',
    });
    expect(saveLink(full.slice(1), link('one more=A'))).toMatchObject({ changed: true });
    expect(saveLink(full, link('method 0=A'))).toMatchObject({ changed: false });
  });
});

test('a link that cannot be one is not saved', () => {
  expect(saveLink([], { method: 'DHL', code: ' ' })).toMatchObject({ field: 'code', message: 'The code is empty.' });
});

describe('removeLink', () => {
  const saved = links('DHL*=A', 'DHL*@FI=B');
  test.each<[string, { method: string; country?: string }, string[], boolean]>([
    ['the pattern without country', { method: 'dhl*' }, ['DHL*@FI=B'], true],
    ['the pattern of a country', { method: 'DHL*', country: 'fi' }, ['DHL*=A'], true],
    ['what is not there', { method: 'GLS' }, ['DHL*=A', 'DHL*@FI=B'], false],
    ['a pattern that only would fit', { method: 'DHL-1' }, ['DHL*=A', 'DHL*@FI=B'], false],
  ])('%s', (_, removed, expected, changed) => {
    const result = removeLink(saved, removed);
    expect(result.links).toEqual(links(...expected));
    expect(result.changed).toBe(changed);
    expect(result.warnings).toEqual(changed ? [] : ['No such link was there.']);
  });
});

describe('possibleTies', () => {
  test.each<[string, ShippingLink[], string[]]>([
    ['patterns that meet', links('DHL*=A', '*DHL=B'), ['DHL* *DHL: dhl']],
    ['patterns that meet in the middle', links('D*L=A', '*HL=B'), ['D*L *HL: dhl']],
    ['patterns that never meet', links('DHL*=A', 'GLS*=B'), []],
    ['the same code', links('DHL*=A', '*DHL=A'), []],
    ['another rank', links('DHL*=A', 'DH*=B'), []],
    ['other countries', links('DHL*@FI=A', '*DHL@SE=B'), []],
    ['one with and one without country', links('DHL*@FI=A', '*DHL=B'), []],
    ['exact ones', links('DHL=A', 'GLS=B'), []],
    ['stars at both ends', links('*ab*=A', '*ba*=B'), ['*ab* *ba*: 3']],
  ])('%s', (_, given, expected) => {
    const found = possibleTies(given).map(({ links: [a, b], example }) => {
      expect(decideShipping([a, b], { method: example, country: a.country ?? 'FI' }).kind).toBe('tie');
      return `${a.method} ${b.method}: ${example === 'aba' || example === 'bab' ? 3 : example}`;
    });
    expect(found).toEqual(expected);
  });

  test('finds every tie that a name can show', () => {
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*'), minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(pattern, pattern, fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 7 }), (a, b, method) => {
        const given = [
          { method: a, code: 'A' },
          { method: b, code: 'B' },
        ];
        if (decideShipping(given, { method, country: 'FI' }).kind === 'tie')
          expect(possibleTies(given)).toHaveLength(1);
      }),
      { numRuns: 2_000 },
    );
  });
});
