import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { expect, it, onTestFinished, vi } from 'vitest';
import { orderCommands } from '../../../src/cli/commands/orders.ts';
import { productCommands } from '../../../src/cli/commands/products.ts';
import { shippingCommands } from '../../../src/cli/commands/shipping.ts';
import { CliContext } from '../../../src/cli/context.ts';
import { cliEnvironment } from '../../../src/cli/environment.ts';
import { Output } from '../../../src/cli/output.ts';
import { hearOutput } from '../../support/hear-output.ts';

const WORDS =
  'The integration is paused by Ada (stock-taking), since 2026-11-28T09:30:00.000Z: resume() lets its orders go on.';
const PAUSE = /paused by Ada \(stock-taking\)/;
const done = { created: 0, updated: 0, unchanged: 0, refused: [], refusedCount: 0, cancelled: false };

/** What a command says of a store. @param waiting what a run of products waits for when it is asked; then it ends */
async function said(
  words: readonly string[],
  { paused = true, json = false, waiting = undefined as string | undefined } = {},
) {
  const heard = hearOutput();
  try {
    const context = new CliContext(new Output({ json, noColor: true }), cliEnvironment({}), 'abc123');
    let end: (report: typeof done) => void = () => undefined;
    const ended = new Promise<typeof done>((resolve) => (end = resolve));
    const run = {
      workflowId: 'create-products:abc123',
      joined: false,
      progress: () => {
        setImmediate(() => end(done));
        return Promise.resolve({ total: null, done: 0, waiting });
      },
      result: () => ended,
    };
    const store = {
      orders: {
        standing: () => Promise.resolve(paused ? { kind: 'paused', words: WORDS } : undefined),
        fulfil: () => Promise.resolve({ outcome: 'started', workflowId: 'order:abc123:7' }),
      },
      products: { create: () => Promise.resolve(run) },
      shipping: {
        links: () => Promise.resolve([]),
        link: () => Promise.resolve({ links: [], warnings: [], changed: true }),
        preview: () => Promise.resolve({ orders: 0, changed: 0, matched: [], ties: [], unmatched: [] }),
      },
    };
    vi.spyOn(context, 'withStore').mockImplementation((work) => work(store as never)); // these alone are asked
    const program = new Command();
    for (const add of [orderCommands, productCommands, shippingCommands]) add(program, context);
    await program.parseAsync([...words], { from: 'user' });
    return heard.said;
  } finally {
    heard.end();
  }
}

it.each([
  ['creating products', ['products', 'create', '--all']],
  ['taking an order', ['orders', 'fulfil', '7']],
  ['linking a method', ['shipping', 'link', 'DHL*', 'DHL']],
])('while the store is paused, %s names the pause', async (_, words) => {
  const { out, err } = await said(words);
  expect(`${out}${err}`).toMatch(PAUSE);
  const open = await said(words, { paused: false });
  expect(`${open.out}${open.err}`).not.toMatch(PAUSE);
});

it('while the store is paused, importing links names the pause, also as JSON; a dry run saves nothing that it would keep', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ogoship-import-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'links.csv');
  await writeFile(file, 'method,code\nDHL*,DHL\n');
  const words = ['shipping', 'import', file];
  const { out } = await said(words);
  expect(out).toContain('1 link was saved.');
  expect(out).toContain('Orders that are held for want of a link do not go on yet.');
  expect(out).toMatch(PAUSE);
  expect(JSON.parse((await said(words, { json: true })).out)).toMatchObject({
    keeps: { kind: 'paused', words: WORDS },
  });
  expect((await said(words, { paused: false })).out).not.toMatch(/paused|do not go on/);
  expect((await said([...words, '--dry-run'])).out).not.toMatch(/paused|do not go on/);
});

it('a run of products that is paused in its middle says once what it waits for, also where nobody has a terminal', async () => {
  const { err } = await said(['products', 'create', '--all'], { paused: false, waiting: 'it is paused: stock-taking' });
  expect(err).toBe('The run waits: it is paused: stock-taking\n');
});
