import type { WorkflowExecutionInfo } from '@temporalio/client';
import { expect, it } from 'vitest';
import type { Calls } from '../../../src/client/calls/calls.ts';
import { ofMerchant } from '../../../src/client/stores/merchants.ts';
import { Stores } from '../../../src/client/stores/stores.ts';
import { Memo } from '../../../src/contract/registered-names.ts';

/** A server with so many stores of merchant `m`, and one of another. */
function server(count: number): Calls {
  const run = (storeHash: string, merchant: string) =>
    ({ typedSearchAttributes: { get: () => storeHash }, memo: { [Memo.merchant]: merchant } }) as unknown;
  const runs = [run('other', 'n'), ...Array.from({ length: count }, (_, at) => run(`store${1_000 + at}`, 'm'))];
  const list = async function* () {
    await Promise.resolve();
    yield* runs as WorkflowExecutionInfo[];
  };
  return { client: { workflow: { list } }, connected: () => Promise.resolve() } as unknown as Calls; // nothing else of it is used here
}

it.each([0, 1, 50, 51, 120])('what needs a person comes first also of a merchant with %i stores', async (count) => {
  const queries = await ofMerchant(server(count), ['first', 'second', 'third'], 'm');
  const order = queries.map((query) => query.split(' AND ')[0] ?? '');
  expect(order).toEqual([...order].sort()); // first, second, third
  for (const name of ['first', 'second', 'third']) {
    const stores = queries.filter((query) => query.startsWith(name)).flatMap((query) => query.match(/store\d+/g) ?? []);
    expect(stores).toEqual(Array.from({ length: count }, (_, at) => `store${1_000 + at}`));
  }
});

it('a list of all stores begins with those that need a person, and every store comes in it', async () => {
  const asked: string[] = [];
  const list = async function* ({ query }: { query: string }) {
    asked.push(query);
    await Promise.resolve();
    yield* [] as WorkflowExecutionInfo[];
  };
  const calls = {
    client: { workflow: { list } },
    connected: () => Promise.resolve(),
    ask: () => Promise.resolve([]), // who polls: nothing is known of it
  } as unknown as Calls; // nothing else of it is used here
  const rows = [];
  for await (const page of new Stores(calls).list()) rows.push(...page.rows);
  const kinds: readonly (readonly [string, RegExp])[] = [
    ['standing still in Temporal', /AND \(ExecutionStatus="Paused" OR \w+ IS NOT NULL\)$/],
    ['refused credentials', /OgoStage="needs-credentials"$/],
    ['failing', /OgoHold IN \("failing", "failing\+question"\)$/],
    ['a run that hangs', /"latestChanges"|StartTime </],
    ['asked', /OgoHold="question"$/],
    ['held orders', /OgoHold IS NOT NULL OR/],
    ['paused', /OgoStage="paused"$/],
    ['awaiting goods', /OgoStage="awaiting-goods"$/],
    ['every other', /OgoStage IS NOT NULL$/],
  ];
  const of = (query: string) => kinds.filter(([, form]) => form.test(query)).map(([kind]) => kind)[0];
  expect(asked.map(of)).toEqual(kinds.map(([kind]) => kind));
  expect(rows).toEqual([]);
});
