import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { many } from '../../../src/contract/runs/many.ts';

const src = fileURLToPath(new URL('../../../src/', import.meta.url));
/** What people count here. */
const nouns =
  'order|SKU|link|row|run|product|method|store|hold|address(?:e)|piece|level|change|question|integration|schedule|zero|webhook';
const counted = new RegExp(`\\$\\{(?!many\\()[^}]*\\} (?:paid |open |held )?(?:${nouns})s\\b`, 'g');

/** Limits, of which there is never one; and verbs that look like a noun: “MUG-1 holds 2 × A”. */
const exceptions = [
  /at most \$\{/,
  /\$\{by\} SKUs/,
  /DAYS\}/,
  /holds (?:\$|\w+ (?:goods|pieces)|spaces)/,
  /ogoship \$\{[^}]*\} (?:orders|questions)/,
  /an unknown number of/,
  /links already/,
  /MOST_SKUS/,
  // Fractions, whose whole is rarely one.
  /\}\/\$\{total/,
  /\} of \$\{hooks/,
];

it('counts with their word: one is one', () => {
  expect([many(0, 'order'), many(1, 'order'), many(2, 'order'), many(1, 'address', 'addresses')]).toEqual([
    '0 orders',
    '1 order',
    '2 orders',
    '1 address',
  ]);
});

it('what is counted for people is written by `many`: nobody reads “1 orders”', () => {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const found = files.flatMap((name) =>
    readFileSync(join(src, name), 'utf8')
      .split('\n')
      .filter((line) => line.search(counted) >= 0 && !exceptions.some((each) => each.test(line)))
      .map((line) => `${name}: ${line.trim()}`),
  );
  expect(found).toEqual([]);
});
