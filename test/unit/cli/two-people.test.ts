import { Command } from 'commander';
import { expect, it, vi } from 'vitest';
import { integrationCommands } from '../../../src/cli/commands/integration.ts';
import { questionCommands } from '../../../src/cli/commands/questions.ts';
import { shippingCommands } from '../../../src/cli/commands/shipping.ts';
import { CliContext } from '../../../src/cli/context.ts';
import { cliEnvironment } from '../../../src/cli/environment.ts';
import { Output } from '../../../src/cli/output.ts';

// Two people at the same store: the second hears a true sentence about what the first one did.

const at = '2026-11-28T09:30:00.000Z';
const status = {
  storeHash: 'abc123',
  merchantId: '17',
  stage: 'live',
  since: at,
  summary: 'Live: stock and orders flow.',
  latestChanges: { wanted: true, allowed: true, running: true, every: null },
  missingCapabilities: [],
  webhooks: { summary: 'none', sources: [], problems: [] },
  links: [],
  questions: [],
  credentialsVersion: 4,
};
const question = {
  id: 'stock-brake-1',
  kind: 'stock-brake',
  summary: '',
  items: [],
  count: 1,
  fingerprint: '',
  askedAt: at,
};
const ada = { decision: 'approve', at, by: 'Ada' };

/** What the command says of this answer of the integration. */
async function said(
  words: readonly string[],
  answer: unknown,
  preview = { confirm: false, sentence: '', numbers: {} },
) {
  vi.stubEnv('TZ', 'UTC');
  let out = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((part) => {
    out += String(part);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  try {
    const tokens = { BIGCOMMERCE_API_TOKEN: 'new-token' };
    const context = new CliContext(new Output({ json: false, noColor: true }), cliEnvironment(tokens), 'abc123');
    const answers = () => Promise.resolve(answer);
    const store = {
      answer: answers,
      changeSettings: answers,
      pause: answers,
      resume: answers,
      rotateCredentials: answers,
      shipping: { link: answers },
      orders: { standing: () => Promise.resolve(undefined) },
      preview: { answer: () => Promise.resolve(preview) },
    };
    vi.spyOn(context, 'withStore').mockImplementation((work) => work(store as never)); // these alone are asked
    const program = new Command();
    for (const add of [integrationCommands, questionCommands, shippingCommands]) add(program, context);
    await program.parseAsync([...words], { from: 'user' });
  } finally {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  }
  return out;
}

it.each([
  ['the same word', { ...question, answer: ada, earlier: ada }, 'approve. It was answered so already, by Ada at'],
  [
    'another word',
    { ...question, answer: { decision: 'refuse', at, by: 'Bob' }, earlier: ada },
    'refuse, for what is left of it, in place of approve by Ada at',
  ],
  ['the first word', { ...question, answer: ada }, 'stock-brake-1: approve. A run that carries it out begins now'],
])('answering one question: %s', async (_what, answer, words) => {
  expect(await said(['answer', 'stock-brake-1', 'approve'], answer)).toContain(words);
});

it('changing settings: what it was, and whose; or that it was so already', async () => {
  const by = { at, by: 'Ada' };
  const effects = [{ field: 'stockBuffer', fromNowOn: 'x', unchanged: 'y', was: 5, changedBefore: by }];
  expect(await said(['settings', 'stockBuffer=7'], { stockBuffer: 7, effects })).toMatch(
    /before +5 \(set by Ada at 2026-11-28 .*\)/,
  );
  const already = [{ field: 'stockBuffer', changedBefore: by }];
  expect(await said(['settings', 'stockBuffer=7'], { stockBuffer: 7, effects: [], already })).toMatch(
    /stockBuffer was so already \(set by Ada at .*\): nothing was changed\./,
  );
});

it('saving a link: that it was so already, or what it replaces', async () => {
  const link = { method: 'DHL*', code: 'DHL' };
  const words = ['shipping', 'link', 'DHL*', 'DHL'];
  expect(await said(words, { links: [link], changed: false, warnings: [] })).toContain('It was so already');
  const replaced = { ...link, trackingCarrier: 'dhl' };
  expect(await said(words, { links: [link], changed: true, replaced, warnings: [] })).toContain(
    'In place of what was saved for this pattern: DHL, carrier dhl.',
  );
});

it('pausing what is paused, and resuming what is not', async () => {
  const earlier = { reason: 'stocktaking', by: 'Ada', at };
  const paused = { ...status, stage: 'paused', paused: { ...earlier, also: [{ reason: 'moving', by: 'Bob', at }] } };
  const text = await said(['pause', 'moving'], { ...paused, inFlight: [], earlier });
  expect(text).toMatch(/stocktaking, by Ada, .*; also moving, by Bob/);
  expect(text).toContain('It was paused already, since');
  const unpaused = await said(['resume'], { ...status, catchesUp: { heldOrders: 0 } });
  expect(unpaused).toContain('It was not paused.');
  expect(unpaused).not.toContain('held by the pause');
});

it('rotating says which token is new, which is kept, and never a token', async () => {
  const text = await said(['rotate'], { ...status, rotated: ['bigcommerce'] });
  expect(text).toContain('The store’s token: new, tested, and used from now on.');
  expect(text).toContain('The myOGO token: the one that was there, kept.');
  expect(text).toContain('Version 4 of the credentials.');
  expect(text).not.toContain('new-token');
});

it('rotating to the token that is in use does not call it new', async () => {
  const text = await said(['rotate'], { ...status, rotated: ['bigcommerce'], unchanged: ['bigcommerce'] });
  expect(text).toContain('The store’s token: the one that was in use already, tested again.');
});

it('the cadence of a store that has none of its own is the worker’s', async () => {
  expect(await said(['rotate'], { ...status, rotated: ['bigcommerce'] })).toMatch(
    /latest changes +in the worker’s cadence/,
  );
  const own = { ...status.latestChanges, every: '5m' };
  const text = await said(['rotate'], { ...status, latestChanges: own, rotated: ['bigcommerce'] });
  expect(text).toMatch(/latest changes +every 5m/);
});
