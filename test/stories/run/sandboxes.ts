import { readFile } from 'node:fs/promises';
import type { ReusableVMWorkflowCreator } from '@temporalio/worker/lib/workflow/reusable-vm.js';
import { globalHandlers } from '@temporalio/worker/lib/workflow/vm-shared.js';
import type { Dependencies } from '../../../src/activities/runtime/dependencies.ts';
import { createActivities } from '../../../src/worker/activities.ts';
import { QuickSandboxes } from '../engine/scopes.ts';
import type { PlantedFault } from '../planted/faults.ts';
import { inBundle } from '../planted/plant.ts';

const BUNDLE = new URL('../../../dist/workflow-bundle.js', import.meta.url);

/** With a bound Node starts a thread for each activation; a life that hangs is seen from outside. */
const NO_BOUND = undefined as unknown as number; // what Node's `timeout` option takes for none

/** The SDK's own sandboxes for the built workflow bundle, as its worker makes them. */
export async function sandboxes(fault?: PlantedFault): Promise<ReusableVMWorkflowCreator> {
  const code = inBundle(await readFile(BUNDLE, 'utf8'), fault);
  const sourceMap = { version: 3, sources: [], names: [], mappings: '' };
  const names = new Set(Object.keys(createActivities({ temporal: {} } as unknown as Dependencies))); // asked for their names alone
  const made: unknown = await QuickSandboxes.create(
    { code, filename: 'workflow-bundle.js', sourceMap } as unknown as Parameters<typeof QuickSandboxes.create>[0], // a map of nothing will do
    NO_BOUND,
    names,
  );
  // What the SDK keeps for the stack of each promise costs as much as the workflow code itself, and nobody reads it here.
  stopPromiseHook(globalHandlers as unknown as { stopPromiseHook: () => void }); // private to the SDK
  globalHandlers.promiseHookInstalled = false;
  return made as ReusableVMWorkflowCreator; // its type is that of a subclass's constructor
}

function stopPromiseHook(handlers: { readonly stopPromiseHook: () => void }): void {
  handlers.stopPromiseHook();
}
