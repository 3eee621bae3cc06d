import { readdir, readFile } from 'node:fs/promises';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { describe, expect, it } from 'vitest';
import { historyOf } from './golden-stories.ts';
import { testWorkflowBundle } from '../support/workflow-bundle.ts';

const folder = new URL('golden/', import.meta.url);
const files = (await readdir(folder)).filter((name) => name.endsWith('.json'));

// A replay that fails, as one here must, would fill the output with the worker's own words.
Runtime.install({
  logger: new DefaultLogger('ERROR'),
  telemetryOptions: { logging: { filter: { core: 'ERROR', other: 'ERROR' }, forward: {} } },
});

describe('a run of an order that began with earlier code', () => {
  it('has a golden history of every stage', () => {
    const stages = new Set(files.map((name) => name.replace(/^v\w+?-/, '').replace('.json', '')));
    for (const stage of [
      'awaiting-payment',
      'held',
      'ignored',
      'handed-over',
      'shipped',
      'cancelled',
      'nothing-to-ship',
    ]) {
      expect(stages).toContain(stage);
    }
  });

  it.each(files)('goes on with the present code: %s', async (name) => {
    const history = historyOf(JSON.parse(await readFile(new URL(name, folder), 'utf8')) as object);
    await Worker.runReplayHistory({ workflowBundle: await testWorkflowBundle() }, history);
  });

  it('would not, if a step were other than it was', async () => {
    const [name] = files.filter((file) => file.endsWith('-shipped.json'));
    const text = await readFile(new URL(name ?? '', folder), 'utf8');
    const other = historyOf(JSON.parse(text.replaceAll('"writeShipment"', '"writeParcel"')) as object);
    await expect(Worker.runReplayHistory({ workflowBundle: await testWorkflowBundle() }, other)).rejects.toThrow();
  });
});
