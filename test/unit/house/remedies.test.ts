import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { subjects } from '../../support/remedies/remedy-table.ts';

const folder = new URL('../../integration/', import.meta.url);

test('every subject of the remedies has one table, and a file that performs it', () => {
  const performed = readdirSync(folder)
    .filter((file) => file.startsWith('order-remedies-'))
    .map((file) => readFileSync(new URL(file, folder), 'utf8'))
    .flatMap((text) =>
      [...text.matchAll(/^const (\w+): RowsOf<'([^']+)'> =/gm)].map(([, name = '', of]) => ({ text, name, of })),
    )
    .filter(({ text, name }) => new RegExp(`performRemedies\\(\\(\\) => \\w+, ${name}\\b`).test(text));
  expect(performed.map(({ of }) => of).sort()).toEqual([...new Set(Object.values(subjects))].sort());
});
