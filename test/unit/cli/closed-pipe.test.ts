import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const file = (name: string) => JSON.stringify(fileURLToPath(new URL(`../../../src/cli/${name}`, import.meta.url)));

/** A list of a thousand pages, whose reader goes after the first line. */
const program = (ofAct: string) => `
import { tolerateClosedPipes } from ${file('interruption.ts')};
import { Output } from ${file('output.ts')};
tolerateClosedPipes();
let pages = 0;
async function* rows() {
  for (; pages < 1000; pages += 1) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    yield { rows: [{ text: 'x'.repeat(1000) }], next: 'more' };
  }
}
const out = new Output({ json: false, noColor: true });
await out.rows({ pages: rows(), limit: Infinity ${ofAct} }, ['text'], ({ text }) => [text], { none: '', more: () => '' });
console.error(pages === 1000 ? 'to the end' : 'ended');
`;

it.each([
  ['a list ends', '', 'ended'],
  ['an act goes on to its end', ', ofAct: true', 'to the end'],
])('where nobody reads any more, %s, without an error', async (_what, ofAct, says) => {
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program(ofAct)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let err = '';
  child.stderr.on('data', (piece) => (err += String(piece)));
  child.stdout.once('data', () => child.stdout.destroy());
  const [code] = (await once(child, 'close')) as [number | null];
  expect({ code, err: err.trim() }).toEqual({ code: 0, err: says });
});
