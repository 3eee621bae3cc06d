import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compilePattern,
  fits,
  literalLength,
  matches,
  toCodePoints,
  type StepCounter,
} from '../../../../src/domain/shared/wildcard.ts';
import { normalise } from '../../../../src/contract/shipping/link-pattern.ts';

const LONG = process.env['TEST_LONG'] === '1';

describe('a pattern fits the whole name', () => {
  test.each([
    // The guide's own examples.
    ['DHL*', 'DHL-1', true],
    ['DHL*', 'DHL-test', true],
    ['DHL*', 'DHL', true],
    ['DHL*', 'XDHL', false],
    ['D*L', 'DtestL', true],
    ['D*L', 'DYL', true],
    ['D*L', 'DL', true],
    ['D*L', 'DLx', false],
    ['D*L', 'xDL', false],
    // A star alone takes everything.
    ['*', '', true],
    ['*', 'anything at all', true],
    ['**', 'anything at all', true],
    // Several stars, and more than one place where the end could be.
    ['**L', 'DHL', true],
    ['D**L', 'DHL', true],
    ['*HL*', 'DHL Express', true],
    ['*a*b', 'xaxbxab', true],
    ['*a*b', 'xaxbxa', false],
    ['a*a', 'a', false],
    ['a*a', 'aa', true],
    ['*ab*ab*', 'ab', false],
    ['*ab*ab*', 'aabab', true],
    // Without a star it is literal.
    ['DHL', 'DHL', true],
    ['DHL', 'DHL-1', false],
    ['DHL', 'DH', false],
    // What means something elsewhere means itself.
    ['DHL (1-2 days)+*', 'DHL (1-2 days)+ Finland', true],
    ['DHL (1-2 days)+*', 'DHL 1-2 daysss', false],
    ['D.L', 'DHL', false],
    ['D?L', 'DHL', false],
    ['[DHL]', 'D', false],
    ['^DHL$', 'DHL', false],
    ['\\*', '\\anything', true],
    ['$&{2}|', '$&{2}|', true],
    // A star in a name is a character like others.
    ['DHL*', 'DHL*', true],
    ['*DHL', 'D*DHL', true],
    ['DHL', 'DHL*', false],
    // Case and white space do not count.
    ['dhl*', 'DHL-Express', true],
    ['DHL express', '  dhl \t EXPRESS\n', true],
    ['  DHL   express ', 'DHL express', true],
    ['DHL\u00a0express', 'DHL express', true],
    ['DHL express', 'DHLexpress', false],
    ['DHL *', 'DHL Express', true],
    ['DHL *', 'DHL-Express', false],
    // Unicode: NFC and folding on both sides.
    ['Pa\u0308iva\u0308*', 'PÄIVÄTOIMITUS', true],
    ['päivä*', 'PA\u0308IVA\u0308', true],
    ['STRASSE', 'Straße', true],
    ['straße*', 'STRASSE 1', true],
    ['GROẞ*', 'gross', true],
    ['ΟΔΟΣ*', 'οδοσα', true],
    ['οδος', 'ΟΔΟΣ', true],
    ['e*', 'é', false],
    ['📦*', '📦 parcel', true],
    ['*\u{1F4E6}', '\u{1F4E7}', false],
    ['', '', true],
    ['', 'x', false],
  ])('%j on %j: %j', (pattern, name, expected) => {
    expect(matches(pattern, name)).toBe(expected);
  });

  test('stars in a row are one', () => {
    expect(compilePattern('DHL***').normalised).toBe(compilePattern('dhl*').normalised);
  });

  test.each([
    ['DHL*', 3],
    ['*', 0],
    ['D*L', 2],
    [' DHL  Express ', 11],
    ['📦*', 1],
    ['', 0],
  ])('%j has %i literal characters', (pattern, expected) => {
    expect(literalLength(pattern)).toBe(expected);
  });
});

/** Independent of the matcher: a table of "the first i characters of the pattern fit the first j of the name". */
function oracle(pattern: string, name: string): boolean {
  const p = Array.from(normalise(pattern));
  const n = Array.from(normalise(name));
  let row = n.map(() => false);
  row.unshift(true);
  for (const wanted of p) {
    const next: boolean[] = [wanted === '*' && row[0] === true];
    for (const [j, character] of n.entries()) {
      next.push(wanted === '*' ? row[j + 1] === true || next[j] === true : row[j] === true && wanted === character);
    }
    row = next;
  }
  return row[n.length] === true;
}

// Few letters, so that names and patterns meet; and anything, so that nothing is missed.
const tight = (letters: string) => fc.string({ unit: fc.constantFrom(...Array.from(letters)), maxLength: 14 });
const anything = fc.string({ unit: 'grapheme', maxLength: 12 });

describe('the matcher', () => {
  test('agrees with an independent oracle on names and patterns that nearly meet', () => {
    fc.assert(
      fc.property(tight('ab*'), tight('ab'), (pattern, name) => {
        expect(matches(pattern, name)).toBe(oracle(pattern, name));
      }),
      { numRuns: LONG ? 200_000 : 10_000 },
    );
  });

  test('agrees with the oracle on cases, spaces, stars in names and any Unicode', () => {
    const text = fc.oneof(tight('aAß *ıİſΣς'), anything);
    fc.assert(
      fc.property(text, text, (pattern, name) => {
        expect(matches(pattern, name)).toBe(oracle(pattern, name));
      }),
      { numRuns: LONG ? 100_000 : 5_000 },
    );
  });

  test('fits a name that was made from the pattern by filling in its stars', () => {
    fc.assert(
      fc.property(fc.array(anything, { minLength: 1, maxLength: 4 }), anything, (literals, filling) => {
        const pattern = literals.map((literal) => normalise(literal).replaceAll('*', '')).join('*');
        const name = normalise(pattern).split('*').join(normalise(filling));
        // Where a filling joins its neighbours into one character or one space, it is another name.
        fc.pre(normalise(name) === name);
        expect(matches(pattern, name)).toBe(true);
      }),
    );
  });

  test('normalising twice is normalising once', () => {
    fc.assert(fc.property(anything, (text) => normalise(normalise(text)) === normalise(text)));
  });
});

describe('the matcher takes at most (pattern + 1) · (name + 1) steps', () => {
  function steps(pattern: string, name: string): { steps: number; bound: number; fits: boolean } {
    const compiled = compilePattern(pattern);
    const points = toCodePoints(normalise(name));
    const counter: StepCounter = { steps: 0 };
    const result = fits(compiled, points, counter);
    return { steps: counter.steps, bound: (compiled.codePoints.length + 1) * (points.length + 1), fits: result };
  }

  test.each([
    ['*a*a*a*a*b', 'a'.repeat(10_000), false],
    ['*a*a*a*a*b', `${'a'.repeat(10_000)}b`, true],
    [`${'*a'.repeat(500)}*b`, 'a'.repeat(2_000), false],
    [`*${'a'.repeat(500)}b`, 'a'.repeat(2_000), false],
    [`*${'ab'.repeat(200)}*c`, 'ab'.repeat(2_000), false],
  ])('%.20s… on %.10s…', (pattern, name, expected) => {
    const run = steps(pattern, name);
    expect(run.fits).toBe(expected);
    expect(run.steps).toBeGreaterThan(0);
    expect(run.steps).toBeLessThanOrEqual(run.bound);
  });

  test('whatever the pattern and the name', () => {
    fc.assert(
      fc.property(tight('ab*'), fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 60 }), (pattern, name) => {
        const run = steps(pattern, name);
        expect(run.steps).toBeLessThanOrEqual(run.bound);
      }),
      { numRuns: LONG ? 200_000 : 10_000 },
    );
  });
});
