import { WorkflowNotFoundError } from '@temporalio/client';
import { afterEach, expect, test } from 'vitest';
import { AcceptedVersions, type AskOldest } from '../../../src/webhooks/accepted-versions.ts';
import { deliver, hash, orderEvent, receiving, type Receiving } from './receiving.ts';

const HOURS = 3_600_000;
/** What was asked for is answered by then. */
const answered = () => new Promise((resolve) => setImmediate(resolve));

let at: Receiving | undefined;
afterEach(() => at?.close());

test('a secret is taken through two rotations in a row, until the hooks carry a newer one', async () => {
  let oldest = 1;
  let now = 0;
  const accepted = new AcceptedVersions(
    () => Promise.resolve({ oldestSecret: oldest }),
    () => now,
  );
  const judged = async () => {
    now += 2 * HOURS;
    accepted.judge({ storeHash: hash, side: 'bigcommerce', version: 3 });
    await answered();
    return [1, 2, 3].map((version) => accepted.judge({ storeHash: hash, side: 'bigcommerce', version }));
  };
  expect(await judged()).toEqual(['current', 'current', 'current']); // rotated twice, and no hook is changed yet
  oldest = 2;
  expect(await judged()).toEqual(['outdated', 'current', 'current']); // changed for the first, while the second came
  oldest = 3;
  expect(await judged()).toEqual(['outdated', 'outdated', 'current']);
});

test('deliveries of a store that was disconnected are answered with 200 and start nothing, until it is connected again', async () => {
  const connected: AskOldest = () => Promise.resolve({ oldestSecret: 1 });
  let answer = connected;
  let now = 0;
  let asked = 0;
  const accepted = new AcceptedVersions(
    (storeHash) => {
      asked += 1;
      return answer(storeHash);
    },
    () => now,
  );
  at = await receiving({ accepted });
  const told = async (id: number, status = 200) => {
    expect(await deliver(at?.url ?? '', { body: orderEvent(id) })).toBe(status);
    await answered();
  };
  await told(1);
  answer = () => Promise.reject(new WorkflowNotFoundError('gone', 'integration:abc123', undefined));
  now += 2 * HOURS;
  await told(2); // on its way while the store is disconnected: that is asked now
  for (let id = 3; id <= 20; id += 1) await told(id);
  expect([at.sent.length, asked]).toEqual([2, 2]);
  expect(at.counters.text).toContain('outcome="disconnected"} 18');
  // It may be connected again: whoever cannot find out has it told once more.
  now += 61_000;
  answer = () => Promise.reject(new Error('no worker answers'));
  await told(21, 503);
  await told(21, 503);
  answer = connected;
  await told(21);
  await told(22);
  expect(at.sent.map(({ ids }) => ids)).toEqual([[1], [2], [21], [22]]);
});
