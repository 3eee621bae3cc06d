import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('../../../', import.meta.url);

test('every activity that knows a client’s types is named on the page about the door', () => {
  const folder = new URL('src/activities/', root);
  const page = readFileSync(new URL('docs/decisions/0010-the-other-side-behind-a-door.md', root), 'utf8');
  const knowing = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .filter((file) => /from '(?:\.\.\/)+(?:bigcommerce|myogo)\//.test(readFileSync(new URL(file, folder), 'utf8')));
  expect(knowing.length).toBeGreaterThan(0);
  // A file of the table by its path, one of the door also by its name beside another.
  expect(knowing.filter((file) => !page.includes(`${file}\``) && !page.includes(`\`${named(file)}\``))).toEqual([]);
});

const named = (file: string) => file.slice(file.lastIndexOf('/') + 1);
