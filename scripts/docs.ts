import { readFileSync, writeFileSync } from 'node:fs';
import { referencePages } from './reference/pages.ts';

// `npm run docs` writes the reference from the code; with --check it only compares, and fails where they differ.
const check = process.argv.includes('--check');
const root = new URL('../docs/', import.meta.url);

for (const { path, text } of await referencePages()) {
  const file = new URL(path, root);
  if (!check) writeFileSync(file, text);
  else if (readFileSync(file, 'utf8') !== text) {
    console.error(`docs/${path} is not what the code says: npm run docs`);
    process.exitCode = 1;
  }
}
