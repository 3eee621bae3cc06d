import type { WorkflowClient } from '@temporalio/client';
import { expect, it } from 'vitest';
import { Connections } from '../../../../src/activities/runtime/connections.ts';
import type { Connection } from '../../../../src/contract/integration.ts';
import { type StoreHash } from '../../../../src/contract/ids.ts';

const HASH = 'abc123' as StoreHash; // a literal hash of this test

/** An entity whose answers are given by hand, each with the state at the time of its question. */
function entity() {
  let links = 1;
  const open: (() => void)[] = [];
  const workflows = {
    withDeadline: (_until: number, ask: () => Promise<unknown>) => ask(),
    getHandle: () => ({
      query: () => {
        const asked = links;
        return new Promise((resolve) => open.push(() => resolve({ linksVersion: asked })));
      },
    }),
  };
  const connections = new Connections({
    workflows: workflows as unknown as WorkflowClient, // what this class calls of it
    ...({} as { bigcommerce: never; myogo: never; sealer: never }), // asking needs none of them
  });
  return {
    connections,
    saveLink: () => (links += 1),
    answer: () => open.splice(0).forEach((each) => each()),
    questions: () => open.length,
  };
}

const linksOf = async (connection: Promise<Connection>) => (await connection).linksVersion;

it('asks once however many ask at the same time', async () => {
  const { connections, answer, questions } = entity();
  const asked = [connections.ask(HASH), connections.ask(HASH)];
  expect(questions()).toBe(1);
  answer();
  expect(await Promise.all(asked.map(linksOf))).toEqual([1, 1]);
});

it('never keeps an answer to a question from before it was told to forget', async () => {
  const { connections, answer, saveLink } = entity();
  const before = connections.ask(HASH);
  saveLink();
  connections.drop(HASH);
  const after = connections.ask(HASH, { fresh: true });
  answer();
  expect(await linksOf(before)).toBe(1);
  expect(await linksOf(after)).toBe(2);
  expect(await linksOf(connections.ask(HASH, { fresh: true }))).toBe(2);
});

it('gives who must know what is now the answer to a question from after the call', async () => {
  const { connections, answer, saveLink } = entity();
  const before = connections.ask(HASH);
  answer();
  expect(await linksOf(before)).toBe(1);
  saveLink();
  // A moment old: a crowd may use it, and a run that a person has just paused may not.
  expect(await linksOf(connections.ask(HASH, { fresh: true }))).toBe(1);
  const now = connections.ask(HASH, { fresh: 'now' });
  answer();
  expect(await linksOf(now)).toBe(2);

  const underWay = connections.ask(HASH, { fresh: 'now' });
  saveLink();
  const later = connections.ask(HASH, { fresh: 'now' });
  answer();
  expect(await Promise.all([underWay, later].map(linksOf))).toEqual([2, 3]);
  expect(await linksOf(connections.ask(HASH))).toBe(3);
});
