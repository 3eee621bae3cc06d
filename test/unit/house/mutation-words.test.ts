import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

// `npm run mutation` runs these without Vitest, with words of its own: one that it lacks would end it before it begins.

const folders = ['test/unit/domain', 'test/unit/workflows', 'test/support'];
const files = folders.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(`${folder}/${name}`, 'utf8')),
);
/** What needs Vitest itself is left out by the runner. */
const pure = files.filter(
  (text) => !/import \{[^}]*\b(vi|inject|before\w+|after\w+)\b[^}]*\} from 'vitest'/.test(text),
);

test('the words of the pure tests are all known where mutation runs them', () => {
  const known = readFileSync('test/mutation/vitest-words.js', 'utf8');
  const used = pure.flatMap((text) =>
    /from 'vitest'/.test(text)
      ? [...text.matchAll(/\b(?:it|test|describe)\.(\w+)[.(`<]/g)].map(([, word]) => word)
      : [],
  );
  expect(new Set(used).size).toBeGreaterThan(0);
  for (const word of new Set(used)) expect(known).toMatch(new RegExp(`one\\.${word} =`));
});
