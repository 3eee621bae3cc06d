import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('../../../src/', import.meta.url);

/** A loop over pages that is its own has to know how lists end that never do, or begin again: `http/paging.ts` does. */
test('pages of a list are walked by http/paging.ts alone', () => {
  const walking = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && /^(activities|bigcommerce|domain|myogo)\//.test(file))
    .filter((file) =>
      /for \(let page\b[^;]*;[^;]*\bmore\b|while \([^)]*\bmore\b/.test(readFileSync(new URL(file, root), 'utf8')),
    );
  expect(walking).toEqual([]);
});
