import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { WorkflowType } from '../../src/contract/temporal.ts';
import { replayAll } from '../support/replay.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { testWorkflowBundle } from '../support/workflow-bundle.ts';

/** What a workflow may consist of: rules, words, Temporal's own parts, and of zod what reads a message. */
const ours = [
  'src/workflows/',
  'src/domain/',
  'src/contract/',
  'node_modules/@temporalio/common/',
  'node_modules/@temporalio/workflow/',
  'node_modules/nexus-rpc/',
  'node_modules/ms/',
  'node_modules/long/',
  'node_modules/zod/v4/core/',
  'node_modules/zod/v4/mini/',
];

// The other tests rest on what is proved here: that a find and a change of the code do make them fail.
let shop: Shop;
beforeAll(async () => {
  shop = await openShop(inject('temporalAddress'));
  await shop.connect();
});
afterAll(async () => {
  await shop.close();
});

test('a word that is in a payload of a history is found, whatever its case', async () => {
  const { client } = shop.worker;
  const workflowBundle = await testWorkflowBundle();
  // The list of runs is a moment behind.
  const replayed = () => replayAll({ client, workflowBundle, hidden: ['nowhere to be found'] });
  await expect.poll(replayed).toMatchObject({ replayed: 1 });
  // The store hash is in the input's payload: as good as a secret to look for.
  const hidden = [shop.storeHash.toUpperCase()];
  await expect(replayAll({ client, workflowBundle, hidden })).rejects.toThrow(/The history of integration:.* holds/);
});

test('a history that the code no longer makes fails its replay', async () => {
  const { code } = await testWorkflowBundle();
  const changed = code
    .replaceAll("'testCredentials'", "'testOtherwise'")
    .replaceAll('testCredentials', 'testOtherwise');
  expect(changed).not.toBe(code);
  const { client } = shop.worker;
  const replay = replayAll({ client, workflowBundle: { code: changed } });
  await expect(replay).rejects.toThrow(/integration:.* does not replay: .*testOtherwise/s);
});

test('a bundle holds every workflow and no activity', async () => {
  const { code } = await testWorkflowBundle();
  expect(code).toContain(WorkflowType.integration);
  // Every module has a line that names it, also one that was merged into another.
  const modules = [...code.matchAll(/^(?:;\/\/ |\/\*\*\*\/ ")\.\/([^"\n]+)/gm)]
    .map(([, path = '']) => path)
    // Of the built code, which is of the same modules.
    .map((path) => path.replace(/^dist\/(.*)\.js$/, 'src/$1.ts'));
  const foreign = (path: string) => !ours.some((folder) => path.startsWith(folder));
  expect(modules.length).toBeGreaterThan(50);
  expect(modules).toContain('src/workflows/integration/integration.ts');
  expect(modules.filter(foreign)).toEqual([]);
});
