import { describe, expect, test } from 'vitest';
import { saveLink } from '../../../../src/domain/shipping/shipping-links.ts';
import { validateLink } from '../../../../src/domain/shipping/link-input.ts';

const base = { method: 'GLS*', code: 'GLS' };

describe('a link with a limit of weight', () => {
  test.each([[31.5], [0.001], [100_000]])('keeps %j', (maxWeight) => {
    expect(validateLink({ ...base, maxWeight })).toEqual({ link: { ...base, maxWeight } });
  });

  test.each([[undefined], [null], ['']])('is an ordinary one for %j', (maxWeight) => {
    expect(validateLink({ ...base, maxWeight })).toEqual({ link: base });
  });

  test.each([[0], [-1], [NaN], [Infinity], [100_001], ['31.5'], [[1]]])(
    'refuses %j, and says what would be right',
    (maxWeight) => {
      expect(validateLink({ ...base, maxWeight })).toMatchObject({
        problem: {
          ...{ field: 'maxWeight', message: 'The most that the goods may weigh is not a weight.' },
          expected: expect.stringContaining('unit of weight') as string,
        },
      });
    },
  );

  test('cannot be what is not shipped', () => {
    expect(validateLink({ ...base, code: 'ignore', maxWeight: 1 })).toEqual({
      problem: {
        field: 'maxWeight',
        message: 'What is not ours to ship has no limit of weight.',
        expected: 'nothing, or another code than "ignore"',
      },
    });
  });

  test('saved again with another limit changes the link', () => {
    const first = saveLink([], { ...base, maxWeight: 20 });
    if (!('links' in first)) throw new Error('refused');
    expect(saveLink(first.links, { ...base, maxWeight: 20 })).toMatchObject({ changed: false });
    expect(saveLink(first.links, { ...base, maxWeight: 30 })).toMatchObject({ changed: true });
  });
});

describe('a link that needs parts of an address', () => {
  test('keeps each once, in one order', () => {
    expect(validateLink({ ...base, needs: ['street-number', 'phone', 'phone'] })).toEqual({
      link: { ...base, needs: ['phone', 'street-number'] },
    });
  });

  test.each([[undefined], [null], ['']])('is an ordinary one for %j', (needs) => {
    expect(validateLink({ ...base, needs })).toEqual({ link: base });
  });

  test('keeps that it needs nothing: the setting is not asked then; what is not shipped has nothing to say', () => {
    expect(validateLink({ ...base, needs: [] })).toEqual({ link: { ...base, needs: [] } });
    expect(validateLink({ ...base, code: 'ignore', needs: [] })).toEqual({ link: { ...base, code: 'ignore' } });
    const saved = { ...base, needs: [] };
    expect(saveLink([saved], base)).toMatchObject({ changed: true, links: [base] });
    expect(saveLink([saved], saved)).toMatchObject({ changed: false });
  });

  test.each<[string, object, string, RegExp]>([
    ['no list', { needs: 'phone' }, 'needs', /list of phone, email/],
    ['a part that no address has', { needs: ['phone', 'fax'] }, 'needs.1', /one of phone, email/],
    ['another case', { needs: ['Phone'] }, 'needs.0', /phone/],
    ['a name of an object', { needs: ['toString'] }, 'needs.0', /phone/],
    ['a number', { needs: [1] }, 'needs.0', /phone/],
    ['what is not shipped', { code: 'ignore', needs: ['phone'] }, 'needs', /another code/],
  ])('%s is refused by its field, and what would be right is said', (_, given, field, expected) => {
    expect(validateLink({ ...base, ...given })).toEqual({
      problem: {
        field,
        message: expect.stringMatching(/\.$/) as string,
        expected: expect.stringMatching(expected) as string,
      },
    });
  });

  test('saved again with other needs is changed, and with the same in another order is not', () => {
    const first = saveLink([], { ...base, needs: ['phone', 'email'] });
    if (!('links' in first)) throw new Error('refused');
    expect(saveLink(first.links, { ...base, needs: ['email', 'phone'] })).toMatchObject({ changed: false });
    expect(saveLink(first.links, { ...base, needs: ['email'] })).toMatchObject({ changed: true });
    expect(saveLink(first.links, base)).toMatchObject({ changed: true, links: [base] });
  });
});
