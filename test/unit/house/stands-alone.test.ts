import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('../../../', import.meta.url);
const text = (file: string) => readFileSync(new URL(file, root), 'utf8');

test('a file that puts something in a package’s place shares its modules with no other file', () => {
  const [, alone = ''] = /const withStandIns = \[(.*?)\]/s.exec(text('vitest.config.ts')) ?? [];
  const listed = [...alone.matchAll(/'(.+?)'/g)].map(([, file]) => file);
  const mocking = readdirSync(new URL('test/unit/', root), { recursive: true, encoding: 'utf8' })
    .map((file) => `test/unit/${file}`)
    .filter((file) => file.endsWith('.test.ts') && /^vi\.(?:do)?[mM]ock\(/m.test(text(file)));
  expect(mocking.length).toBeGreaterThan(0);
  expect(mocking.sort()).toEqual(listed.sort());
});
