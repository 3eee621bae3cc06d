import { expect, it } from 'vitest';
import { whyDiffers } from '../../../../src/domain/stock/why-differs.ts';
import { dueWords } from '../../../../src/contract/stock.ts';

const facts = { available: 14, open: 0, buffer: 0 };

it.each([
  ['the same on both sides', { level: 14, facts }, {}],
  [
    'a buffer',
    { level: 13, facts: { ...facts, buffer: 1 } },
    { wanted: 13, why: 'as it should be: 14 available, less 1 kept back by stockBuffer' },
  ],
  [
    'open orders and a buffer, below zero',
    { level: 0, facts: { available: 3, open: 4, buffer: 2 } },
    {
      wanted: 0,
      why: 'as it should be: 3 available, less 4 owed to orders that myOGO does not reserve yet, less 2 kept back by stockBuffer, and never below 0',
    },
  ],
  [
    'a level that is not what it should be',
    { level: 20, facts },
    {
      wanted: 14,
      why: 'should be 14: 14 available',
      then: 'latest changes write it, within two of their intervals after a change',
      isWritten: true,
    },
  ],
  [
    'a level that nothing writes now',
    { level: 20, facts, stopped: 'latest changes are disabled by a person' },
    {
      wanted: 14,
      why: 'should be 14: 14 available',
      then: 'nothing is written now: latest changes are disabled by a person',
      isWritten: false,
    },
  ],
  [
    'orders that could not all be counted',
    { level: 20, facts: { ...facts, open: 1 }, complete: false },
    {
      wanted: 13,
      why: 'should be 13: 14 available, less 1 owed to orders that myOGO does not reserve yet, as far as could be counted',
      then: 'latest changes write it, within two of their intervals after a change',
    },
  ],
  [
    'a row that no run writes, and an integration that rests',
    { level: 20, facts, unwritable: 'untracked' as const, stopped: 'it is paused' },
    {
      why: 'should be 14: 14 available',
      then: `no run writes it: ${dueWords.untracked}; nothing is written now: it is paused`,
    },
  ],
  [
    'a store that does not track it',
    { level: null, facts },
    { wanted: 14, why: 'the store does not track it, so no level is written for it' },
  ],
  [
    'a code that myOGO does not know',
    { level: 3, facts: null },
    { why: 'myOGO does not know this code, so no level is written for it' },
  ],
])('%s', (_what, beside, expected) => {
  expect(whyDiffers({ complete: true, ...beside })).toMatchObject(expected);
  if (!('why' in expected)) expect(whyDiffers({ complete: true, ...beside })).not.toHaveProperty('why');
});

it.each(['untracked', 'tracking-mismatch', 'several-rows', 'unreadable'] as const)(
  'of a row that no run writes its reason is said, and never that runs write it: %s',
  (unwritable) => {
    expect(whyDiffers({ level: 20, facts, complete: true, unwritable })).toEqual({
      wanted: 14,
      why: 'should be 14: 14 available',
      then: `no run writes it: ${dueWords[unwritable]}`,
      isWritten: false,
    });
  },
);
