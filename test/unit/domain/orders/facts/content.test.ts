import { describe, expect, test } from 'vitest';
import { changedContent } from '../../../../../src/domain/orders/facts/content.ts';
import type { ReadPlace } from '../../../../../src/domain/orders/facts/facts.ts';

const sent = { method: 'DHL', country: 'FI', digests: { street: 's', city: 'c' }, digestKey: 'k' };
const now: ReadPlace = { ...sent, place: 1, addressId: 7, missing: [], lines: [] };

describe('a change after hand-over', () => {
  test.each<[string, Partial<ReadPlace>, string[]]>([
    ['nothing', {}, []],
    ['the method', { method: 'GLS' }, ['shipping method']],
    ['the country', { country: 'SE' }, ['country']],
    ['a part of the address', { digests: { street: 'x', city: 'c' } }, ['street']],
    ['two parts', { digests: { street: 'x', city: 'y' } }, ['street', 'city']],
    ['the address id, which is no content', { addressId: 9 }, []],
  ])('of %s is named by its field, never by its value', (_, after, expected) => {
    expect(changedContent(sent, { ...now, ...after }, 'k')).toEqual(expected);
  });

  test('of an address is not invented where the digests are of another key, or where there are none', () => {
    const moved = { ...now, digests: { street: 'x' } };
    expect(changedContent(sent, moved, 'another')).toEqual([]);
    expect(changedContent({ method: 'DHL', country: 'FI' }, moved, 'k')).toEqual([]);
  });
});
