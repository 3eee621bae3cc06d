import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recommendedScopes } from '../../dev/stand-ins/store/store-state.ts';
import type { StoreCredentials } from '../../dev/stand-ins/world.ts';
import { scheduleId, workflowId } from '../../src/contract/ids.ts';
import { integrationMessages } from '../../src/contract/messages.ts';
import { ogoship as runOgoship, type CliAnswer } from '../support/cli.ts';
import { commandsIn, wordsOf } from '../support/remedies/named-commands.ts';
import { actsIn, alertText } from '../support/remedies/remedy-texts.ts';
import { isLong, sample } from '../support/sample.ts';
import { openCliShop, type CliShop } from '../support/cli-shop.ts';
import type { Shop } from '../support/shop.ts';

// Remedies outside of the orders' account, by the reader's hand: what a text shows is read, the command that it names is run
// as it stands there, and what it stood for goes on. Each command that a text names has a row here or in one of the files
// below, which `test/unit/house/remedy-commands.test.ts` sees to.

let shop: Shop;
let env: CliShop['env'];
let credentials: StoreCredentials;

beforeAll(async () => {
  ({ shop, env } = await openCliShop('reader'));
  credentials = shop.credentials;
  await shop.connect();
  expect((await cli('ogoship abc123 changes enable --force')).code).toBe(0);
});
afterAll(() => shop.close());

/** Runs a line as it stands in a text: what its reader knows is put in place of what stands for it. */
function cli(line: string, own: Readonly<Record<string, string>> = {}): Promise<CliAnswer> {
  const args = wordsOf(line).map((word) => (word === 'abc123' ? shop.storeHash : word));
  return runOgoship(args, { env: { ...env, ...own } });
}

/** Everything that a command says. */
async function shown(line: string): Promise<string> {
  const { out, err } = await cli(line);
  return `${out}\n${err}`;
}

/** The command of a text: the one that begins so. */
function named(text: string, begins: string): string {
  const line = [...commandsIn(text), ...actsIn(text)]
    .map((each) => each.replaceAll(shop.storeHash, 'abc123'))
    .find((each) => each.startsWith(`ogoship ${begins}`));
  if (line === undefined) throw new Error(`“ogoship ${begins}” is not in: ${text}`);
  return line;
}

const status = () => shown('ogoship abc123 status');
/** The report alone: what the worker logs late, its alert about the refusal too, is beside it. */
const isRefusedNoMore = async () => {
  const { code, out } = await cli('ogoship abc123 test');
  expect(out).not.toContain('refuses');
  expect(code).toBe(0);
};
const entity = () => shop.worker.client.workflow.getHandle(workflowId.integration(shop.storeHash));
const enabled = async () => {
  await entity().executeUpdate(integrationMessages.enableLatestChanges, { args: [{ force: true }] });
};

interface Row {
  readonly of: string;
  /** Brings about what the text is for. @returns the text that its reader has */
  readonly brings: () => Promise<string>;
  /** How the command begins that the text names. */
  readonly command: string;
  /** What the reader adds to it: a decision's word, a token in the environment, a yes. */
  readonly adds?: string;
  readonly env?: () => Readonly<Record<string, string>>;
  /** Beside it, at the other side. */
  readonly beside?: () => unknown;
  /** What it stood for goes on. */
  readonly goesOn: () => Promise<void>;
}

const rows: readonly Row[] = [
  {
    of: 'a token that the store refuses',
    brings: () => {
      credentials = { ...shop.sandbox.control.access({ token: true }) };
      return shown('ogoship abc123 test');
    },
    command: 'abc123 rotate',
    env: () => ({ BIGCOMMERCE_API_TOKEN: credentials.apiToken }),
    goesOn: isRefusedNoMore,
  },
  {
    of: 'a token that myOGO refuses',
    brings: () => {
      credentials = { ...shop.sandbox.control.access({ secretToken: true, revokeTokens: true }) };
      return shown('ogoship abc123 test');
    },
    command: 'abc123 rotate',
    env: () => ({ MYOGO_SECRET_TOKEN: credentials.secretToken }),
    goesOn: isRefusedNoMore,
  },
  {
    of: 'integrations that doctor finds without credentials',
    brings: async () => {
      credentials = { ...shop.sandbox.control.access({ token: true }) };
      await shown('ogoship abc123 test');
      await expect.poll(status).toContain('needs-credentials');
      const text = await shown('ogoship doctor');
      expect(await shown(named(text, 'abc123 status'))).toContain('BigCommerce');
      return text;
    },
    command: 'abc123 rotate',
    env: () => ({ BIGCOMMERCE_API_TOKEN: credentials.apiToken }),
    goesOn: async () => expect(await shown('ogoship doctor')).not.toContain('wait for credentials'),
  },
  {
    of: 'the alert about refused credentials',
    brings: async () => {
      credentials = { ...shop.sandbox.control.access({ token: true }) };
      await shown('ogoship abc123 test');
      await expect.poll(status).toContain('needs-credentials');
      const text = alertText('CredentialsRefused');
      await expect
        .poll(() => shown(named(text, 'list')))
        .toMatch(new RegExp(`${shop.storeHash}\\s+failing\\s+needs-cred`));
      return text;
    },
    command: 'abc123 rotate',
    env: () => ({ BIGCOMMERCE_API_TOKEN: credentials.apiToken }),
    goesOn: async () => expect(await status()).toContain(': live'),
  },
  {
    of: 'a side that was away during a test',
    brings: () => {
      shop.sandbox.control.faults({ rate: 1, kinds: ['503'], side: 'warehouse' });
      return shown('ogoship abc123 test');
    },
    command: 'abc123 test',
    beside: () => shop.sandbox.control.faults(),
    goesOn: async () => expect((await cli('ogoship abc123 test')).code).toBe(0),
  },
  {
    of: 'a permission that is missing',
    brings: async () => {
      shop.sandbox.control.access({ scopes: ['store_v2_orders_read_only'] });
      const text = await shown(named(alertText('PermissionMissing'), 'abc123 test'));
      expect(text).toContain('modify');
      return text;
    },
    command: 'abc123 rotate',
    beside: () => {
      credentials = { ...shop.sandbox.control.access({ token: true, scopes: recommendedScopes }) };
    },
    env: () => ({ BIGCOMMERCE_API_TOKEN: credentials.apiToken }),
    goesOn: async () => expect((await cli('ogoship abc123 test')).code).toBe(0),
  },
  {
    of: 'the maintenance without its schedule',
    brings: async () => {
      await cli('ogoship setup');
      await shop.worker.client.schedule.getHandle(scheduleId.maintain()).delete();
      return `${await shown('ogoship doctor')} ${alertText('MaintenanceStopped')}`;
    },
    command: 'setup',
    goesOn: async () => expect(await shown('ogoship doctor')).not.toContain('there is no schedule'),
  },
  {
    of: 'a question',
    brings: async () => {
      await entity().signal(integrationMessages.reportDue, { kind: 'stock-brake', due: ['MUG'], over: [] });
      await expect.poll(() => shown('ogoship questions')).toContain(`ogoship ${shop.storeHash} questions`);
      return shown(named(await shown('ogoship questions'), 'abc123 questions'));
    },
    command: 'abc123 answer',
    adds: '--yes',
    goesOn: async () => {
      await expect.poll(() => shown('ogoship questions')).toContain('There are no questions.');
    },
  },
  {
    of: 'a schedule that is gone',
    brings: async () => {
      await shop.worker.client.schedule.getHandle(scheduleId.latestChanges(shop.storeHash)).delete();
      return status();
    },
    command: 'abc123 changes enable',
    adds: '--force',
    goesOn: async () => expect(await status()).not.toContain('gone from Temporal'),
  },
  {
    of: 'a run that is refused while latest changes are off',
    brings: async () => {
      await cli('ogoship abc123 changes disable');
      return shown('ogoship abc123 changes run');
    },
    command: 'abc123 changes enable',
    adds: '--force',
    goesOn: async () => expect((await cli('ogoship abc123 changes run')).code).toBe(0),
  },
  {
    of: 'a run that is refused while it is paused',
    brings: async () => {
      await cli('ogoship abc123 pause stock-taking');
      return shown('ogoship abc123 changes run');
    },
    command: 'abc123 resume',
    goesOn: async () => expect(await status()).toContain(': live'),
  },
  {
    of: 'a report that there is not yet',
    brings: () => shown('ogoship abc123 report'),
    command: 'abc123 reconcile',
    goesOn: async () => expect((await cli('ogoship abc123 report')).code).toBe(0),
  },
  {
    of: 'runs that are skipped',
    brings: () => Promise.resolve(alertText('ScheduleRunsSkipped')),
    command: 'abc123 changes enable --every',
    adds: '--force',
    goesOn: async () => expect(await status()).toMatch(/every 15m/),
  },
  {
    of: 'legs that fail, in the alerts about late orders and late stock',
    brings: async () => {
      shop.sandbox.control.faults({ rate: 1, kinds: ['malformed'], side: 'store', paths: ['*/v2/orders*'] });
      await cli('ogoship abc123 changes run');
      return `${alertText('HandOverLate')} ${alertText('StockLate')}`;
    },
    command: 'failing',
    goesOn: async () => {
      await expect.poll(() => shown('ogoship failing')).toContain(shop.storeHash);
      shop.sandbox.control.faults();
      await cli('ogoship abc123 changes run');
      await expect.poll(() => shown('ogoship failing')).toContain('Nothing fails.');
    },
  },
  {
    of: 'many orders that are held for one reason, in the alerts',
    brings: async () => {
      await holdOrder();
      const listed = named(alertText('OrderHeldForADay'), 'abc123 orders held').replace('sku-missing', REASON);
      await expect.poll(() => shown(listed)).toContain(REASON);
      return alertText('ManyOrdersHeld').replaceAll('<reason>', REASON);
    },
    command: 'abc123 orders retry --reason',
    beside: async () => {
      // Past the client, so that the command has something to do.
      await shop.link({ method: 'Mule', code: 'DHL-EXPRESS' });
    },
    goesOn: async () => {
      await expect.poll(() => shown('ogoship abc123 orders held')).toContain('Nothing is held.');
    },
  },
  {
    of: 'what a status says is held',
    brings: async () => {
      await holdOrder('Camel');
      await expect.poll(status).toContain('held because');
      return status();
    },
    command: 'abc123 orders held',
    goesOn: async () => expect(await shown('ogoship abc123 orders held')).toContain('Link this shipping method'),
  },
  {
    of: 'tasks that reach no worker',
    brings: () => Promise.resolve(alertText('NoPollers')),
    command: 'deployment',
    goesOn: async () => expect((await cli('ogoship deployment')).code).toBe(0),
  },
];

const REASON = 'shipping-method-not-linked';
async function holdOrder(shippingMethod = 'Mule'): Promise<void> {
  const { orderId } = shop.placeOrder({ shippingMethod, country: 'FI' });
  await shop.startOrder(orderId);
  await shop.until(orderId, ({ stage }) => stage === 'held');
}

describe('a remedy is what its reader can do, and does', () => {
  it.each(isLong ? rows : sample(rows, rows.length))('$of', async ({ brings, command, adds, env, beside, goesOn }) => {
    const text = await brings();
    const line = named(text, command);
    await beside?.();
    const { code, err } = await cli(adds === undefined ? line : `${line} ${adds}`, env?.());
    expect({ line, code, err: code === 0 ? '' : err }).toEqual({ line, code: 0, err: '' });
    await goesOn();
    await enabled();
  });
});
