import { readFile } from 'node:fs/promises';
import type { WorkflowBundle } from '../../src/worker/bundle.ts';

const BUILT = new URL('../../dist/workflow-bundle.js', import.meta.url);

let bundle: Promise<WorkflowBundle> | undefined;

/** The workflows as they are shipped: the built bundle, which the set-up of all test files brings up to date. */
export function testWorkflowBundle(): Promise<WorkflowBundle> {
  bundle ??= readFile(BUILT, 'utf8').then((code) => ({ code }));
  return bundle;
}
