import { describe, expect, it } from 'vitest';
import { settingsOf, wholeNumber } from '../../../src/cli/arguments.ts';
import { plain } from '../../../src/cli/text-for-people.ts';
import { UsageError } from '../../../src/cli/usage-error.ts';

describe('settings', () => {
  it.each([
    ['stockBuffer=2', { stockBuffer: 2 }],
    ['importStatuses=[11,9]', { importStatuses: [11, 9] }],
    ['ordersEditable=true', { ordersEditable: true }],
    ['every=null', { every: null }],
    ['every=5m', { every: '5m' }],
    ['languageCode=fi', { languageCode: 'fi' }],
    ['ordersFrom=2026-11-01T00:00:00Z', { ordersFrom: '2026-11-01T00:00:00Z' }],
  ])('%s', (pair, patch) => {
    expect(settingsOf([pair])).toEqual(patch);
  });

  it.each(['stockBuffer', '=2', 'stock buffer=2'])('“%s” is none', (pair) => {
    expect(() => settingsOf([pair])).toThrow(UsageError);
  });
});

it.each(['0', '-1', '1.5', '1e3', 'x', '', '12345678901234567890'])('“%s” is no whole number from 1', (text) => {
  expect(() => wholeNumber(text)).toThrow('whole number');
});

it('text of others cannot steer a terminal', () => {
  expect(plain('Mug\u001b[2J\u001b]0;title\u0007 "blue"\r\nend\u009b31m')).not.toMatch(/\p{Cc}/u);
  expect(plain('Mug "blue" ☕')).toBe('Mug "blue" ☕');
});
