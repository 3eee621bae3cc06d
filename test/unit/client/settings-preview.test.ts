import { expect, it } from 'vitest';
import type { Calls } from '../../../src/client/calls/calls.ts';
import { IntegrationPaused } from '../../../src/client/errors.ts';
import { Previews } from '../../../src/client/integration/previews.ts';
import type { StoreHash } from '../../../src/contract/ids.ts';
import { wordsOf } from '../../../src/contract/integration/setting-effects.ts';
import { defaultSettings } from '../../../src/contract/settings.ts';

const storeHash = 'abc123' as StoreHash; // a valid one
const calls = {
  query: () => Promise.resolve({ stage: 'live', settings: defaultSettings('2026-11-01T00:00:00.000Z') }),
  lookup: () => Promise.resolve({ takes: { orders: 2 }, leaves: { orders: 0 }, atLeast: false }),
};
const previews = new Previews(calls as unknown as Calls, storeHash); // nothing else of it is used here
const whilePaused = new Previews(
  { ...calls, lookup: () => Promise.reject(new IntegrationPaused('It is paused.')) } as unknown as Calls,
  storeHash,
);

it('a changed setting is previewed with what is different from now on, in orders and in everything else', async () => {
  const levels = await previews.changeSettings({ stockBuffer: 5 });
  expect(levels).toMatchObject({ confirm: false });
  expect(levels.sentence).toBe(
    `Would change stockBuffer. stockBuffer from now on: ${wordsOf('stockBuffer').fromNowOn}. No order would be taken or left because of it.`,
  );
  const orders = await previews.changeSettings({ importStatuses: [9], graceMinutes: 10 });
  expect(orders).toMatchObject({ confirm: true, numbers: { takes: 2, leaves: 0 } });
  for (const field of ['importStatuses', 'graceMinutes'] as const)
    expect(orders.sentence).toContain(`${field} from now on: ${wordsOf(field).fromNowOn}.`);
  expect(orders.sentence).toContain('Would hand over 2 orders more');
});

it('what is so already would change nothing', async () => {
  expect(await previews.changeSettings({ stockBuffer: 0 })).toMatchObject({ sentence: 'Nothing would change.' });
});

it('while the store is paused only settings that may take orders are asked about', async () => {
  expect(await whilePaused.changeSettings({ stockBuffer: 5 })).toMatchObject({
    confirm: false,
    sentence: expect.stringContaining('No order would be taken') as string,
  });
  expect(await whilePaused.changeSettings({ importStatuses: [9] })).toMatchObject({
    confirm: true,
    sentence: expect.stringContaining('could not be counted: It is paused.') as string,
  });
});
