import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';
import { LONGEST } from '../../support/longest-first.ts';

const root = new URL('../../../', import.meta.url);
const here = (folder: string) =>
  readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file));
const files = [...here('src'), ...here('test'), ...here('docs'), ...here('dev'), ...here('scripts'), ...here('bench')];
const comment = /\/\*.*?\*\/|(?<!:)\/\/[^\n]*/gs;
const named = /`([\w@./-]+\.(?:ts|md))`/g;

test('a file that a comment of src names is there: from the root, from src, in docs, or beside the comment', () => {
  const there = new Set(files);
  const sources = files.filter((file) => file.startsWith('src/') && file.endsWith('.ts'));
  const gone = (file: string, path: string) =>
    ![path, `src/${path}`, `docs/${path}`, normalize(join(dirname(file), path))].some((each) => there.has(each)) &&
    // A neighbour of what is named before it.
    !files.some((each) => each.startsWith('test/') && each.endsWith(`/${path}`));
  const found = sources.flatMap((file) =>
    [...readFileSync(new URL(file, root), 'utf8').matchAll(comment)]
      .flatMap(([text]) => [...text.matchAll(named)].map(([, path = '']) => path))
      .map((path) => ({ file, path })),
  );
  expect(found.length).toBeGreaterThan(10);
  expect(found.filter(({ file, path }) => gone(file, path))).toEqual([]);
});

test('a file that is begun before others is there', () => {
  expect(LONGEST.filter((path) => !files.includes(path))).toEqual([]);
});
