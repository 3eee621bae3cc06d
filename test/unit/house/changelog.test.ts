import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const textOf = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const sections = [...textOf('CHANGELOG.md').matchAll(/^## \[(.+?)\](?: - (\S+))?$/gm)].map(([, name, on]) => ({
  name,
  on,
}));
const { version } = JSON.parse(textOf('package.json')) as { readonly version: string };

test('what is not released yet comes first; every release has its day, the newest first', () => {
  const [first, ...released] = sections;
  expect(first).toEqual({ name: 'Unreleased', on: undefined });
  const days = released.map(({ on }) => on ?? '');
  for (const day of days) expect(day).toMatch(/^\d{4}-\d\d-\d\d$/);
  expect(days).toEqual([...days].sort().reverse());
});

test('the package has a version that it tells of', () => {
  expect(sections.map(({ name }) => name)).toContain(version);
});
