import { readdir, readFile } from 'node:fs/promises';
import { DefaultLogger, Worker } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../dev/stand-ins/start.ts';
import type { WorkflowType } from '../../src/contract/temporal.ts';
import { testWorkflowBundle } from '../support/workflow-bundle.ts';
import { recordedFrom } from './plain-history.ts';
import { installRuntime } from '../support/quiet-runtime.ts';

const folder = new URL('golden/', import.meta.url);
const files = (await readdir(folder)).filter((name) => name.endsWith('.json'));
const textOf = (name: string): Promise<string> => readFile(new URL(name, folder), 'utf8');
const read = async (name: string) => recordedFrom(await textOf(name));

/** What each workflow can go through: what is missing here was never replayed. */
const lives: Readonly<Record<keyof typeof WorkflowType, readonly string[]>> = {
  integration: [
    'set-up-and-running',
    'asked-refused-rotated-disconnected',
    'connected-again',
    'told-of-trouble',
    'renewed',
    'carried',
  ],
  goodsIn: ['awaiting', 'came-until-done', 'spread-over-parts', 'renewed', 'carried'],
  createProducts: ['selection', 'held-then-retried', 'cancelled', 'renewed', 'carried'],
  createProduct: ['created', 'answer-lost', 'refused-at-start'],
  latestChanges: ['first', 'news-of-all', 'nothing-new', 'a-leg-fails', 'paused'],
  hints: ['read', 'stayed', 'unread', 'renewed', 'carried'],
  reconcile: ['catch-up', 'by-hand', 'of-schedule', 'of-schedule-again', 'paused'],
  fulfilOrder: [
    ...['awaiting-payment', 'nothing-to-ship', 'held', 'held-then-released', 'held-then-retried', 'ignored'],
    ...['paused-then-resumed', 'handed-over', 'answer-lost', 'shipped', 'two-addresses-shipped', 'cancelled'],
    ...['cancel-refused', 'cancelled-by-a-person', 'handed-over-again', 'changed-after-hand-over'],
    ...['changed-in-grace-then-cancelled', 'shipped-without-number-then-numbered', 'edited-in-warehouse'],
    ...['cancelled-in-warehouse-then-treated-as-done', 'split-then-shipped', 'settled-then-refunded-and-raised'],
    ...['refunded-and-raised', 'not-found-then-found', 'relinked-before-hand-over', 'moved-before-heard'],
    ...['renewed', 'carried'],
  ],
  lookup: ['products', 'store-methods', 'preview', 'order'],
  maintain: ['hourly'],
  owedLedger: ['reported', 'paused-then-pausing', 'rebuilding', 'renewed', 'carried'],
  awaitedPart: ['goods-came', 'handed-on', 'renewed', 'carried'],
  merchantGoods: ['awaiting', 'awaits-no-more', 'came', 'renewed', 'carried'],
  changesWatch: ['looking', 'store-gone', 'renewed', 'carried'],
};
const kebab = (type: string): string => type.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const nameOf = (type: string, life: string): string => `v1-${kebab(type)}-${life}.json`;

// A replay that fails, as one here must, would fill the output with the worker's own words.
installRuntime({
  logger: new DefaultLogger('ERROR'),
  telemetryOptions: { logging: { filter: { core: 'ERROR', other: 'ERROR' }, forward: {} } },
});

describe('a run that began with earlier code', () => {
  it.each(Object.entries(lives))('has a golden history of every life: %s', async (type, wanted) => {
    for (const life of wanted) {
      const { events } = (await read(nameOf(type, life))).history;
      expect(events[0]?.workflowExecutionStartedEventAttributes?.workflowType?.name).toBe(type);
      // What no worker has touched has nothing to replay.
      expect(events.some((event) => event.workflowTaskCompletedEventAttributes != null)).toBe(true);
      const continued = events.at(-1)?.workflowExecutionContinuedAsNewEventAttributes;
      if (life === 'renewed') expect(continued, nameOf(type, life)).toBeTruthy();
    }
  });

  it('goes on with the present code, whatever happened in it', async () => {
    const histories = await Promise.all(files.map(read));
    const replays = Worker.runReplayHistories({ workflowBundle: await testWorkflowBundle() }, histories);
    const broken: string[] = [];
    let replayed = 0;
    for await (const { workflowId, runId, error } of replays) {
      replayed += 1;
      if (error !== undefined) broken.push(`${workflowId}, run ${runId}: ${error.message}`);
    }
    expect(broken).toEqual([]);
    expect(replayed).toBe(files.length);
  });

  it.each([
    ['fulfilOrder', 'shipped', 'writeShipment'],
    ['latestChanges', 'news-of-all', 'peek'],
    ['goodsIn', 'awaiting', 'lookForGoods'],
    ['integration', 'set-up-and-running', 'testCredentials'],
  ])('would not, if a step were other than it was: %s, %s', async (type, life, step) => {
    const text = (await textOf(nameOf(type, life))).replaceAll(`"name":"${step}"`, '"name":"anotherStep"');
    expect(text).toContain('anotherStep');
    const { workflowId, history } = recordedFrom(text);
    const replay = Worker.runReplayHistory({ workflowBundle: await testWorkflowBundle() }, history, workflowId);
    await expect(replay).rejects.toThrow();
  });
});

describe('no golden history', () => {
  let sandbox: Sandbox;
  let hidden: readonly string[];

  beforeAll(async () => {
    // The same seed makes the same tokens and, order by order, people of the same names as those of the recording.
    sandbox = await startSandbox();
    for (let n = 0; n < 60; n += 1) sandbox.control.placeOrder({});
    const { people, tokens } = sandbox.control.state();
    const names = people.flatMap(({ name }) => name.split(' '));
    const streets = people.map(({ street }) => street.replace(/ \d.*$/, ''));
    const addresses = people.flatMap(({ email, phone }) => [email, phone]);
    const all = [...tokens, ...names, ...streets, ...addresses].filter((text) => text.length > 3);
    hidden = [...new Set(all.map((text) => text.toLowerCase()))];
    expect(people.length).toBeGreaterThan(50);
    const [first] = sandbox.credentials.stores;
    expect(await textOf(nameOf('integration', 'carried'))).toContain(`integration:${first?.storeHash ?? ''}`);
  });
  afterAll(() => sandbox.close());

  /** Secrets, people, e-mail addresses, phone numbers. Sealed text is random, and may look like anything. */
  function found(text: string): readonly string[] {
    const words = text.replace(/v1\.golden\.[\w-]+/g, '').toLowerCase();
    const shaped = words.match(/[\w.+-]+@[\w-]+\.[a-z]{2,}|\+\d{2,3}[ \d]{6,}/g) ?? [];
    return [...hidden.filter((secret) => isWordIn(words, secret)), ...shaped];
  }

  it('tells a secret or a person', async () => {
    const telling: string[] = [];
    for (const name of files) {
      const secrets = found(clearText(JSON.parse(await textOf(name))));
      if (secrets.length > 0) telling.push(`${name}: ${secrets.join(', ')}`);
    }
    expect(telling).toEqual([]);
  });

  it('says where files lay on the machine that recorded it', async () => {
    const telling: string[] = [];
    for (const name of files) {
      const text = clearText(JSON.parse(await textOf(name)));
      if (/file:\/\/|node_modules|\((?:\/|[A-Z]:\\)[^)\s]+:\d+:\d+\)/.test(text)) telling.push(name);
    }
    expect(telling).toEqual([]);
  });

  it('could, without being found', () => {
    const { people, tokens } = sandbox.control.state();
    const [{ name, street, email, phone } = { name: '', street: '', email: '', phone: '' }] = people;
    for (const told of [name, street, email, phone, tokens[0] ?? '']) {
      const data = Buffer.from(JSON.stringify({ told })).toString('base64');
      expect(found(clearText({ payloads: [{ data }] })), told).not.toEqual([]);
    }
  });
});

/** A name may be a piece of another word. */
function isWordIn(words: string, secret: string): boolean {
  for (let at = words.indexOf(secret); at >= 0; at = words.indexOf(secret, at + 1)) {
    const around = `${words[at - 1] ?? ''}${words[at + secret.length] ?? ''}`;
    if (!/\p{L}/u.test(around)) return true;
  }
  return false;
}

/** All texts of a history, what its payloads hold in place of their base64. */
function clearText(value: unknown, key = ''): string {
  // A checksum of the worker's own code may look like a telephone number.
  if (key === 'buildId') return '';
  if (typeof value === 'string') return key === 'data' ? Buffer.from(value, 'base64').toString('utf8') : value;
  if (typeof value !== 'object' || value === null) return '';
  return Object.entries(value)
    .map(([field, part]) => clearText(part, Array.isArray(value) ? key : field))
    .join('\n');
}
