import vm from 'node:vm';
import type { Workflow } from '@temporalio/worker/lib/workflow/interface.js';
import { ReusableVMWorkflow, ReusableVMWorkflowCreator } from '@temporalio/worker/lib/workflow/reusable-vm.js';

type Options = Parameters<ReusableVMWorkflowCreator['createWorkflow']>[0];
type Api = ConstructorParameters<typeof ReusableVMWorkflow>[3];

/**
 * The SDK's sandboxes, which put every global of the realm in its place whenever another run goes on: a tenth of what a
 * life costs. Here only those change places that the SDK itself gives each run when it begins.
 */
export class QuickSandboxes extends ReusableVMWorkflowCreator {
  readonly #call = new vm.Script('__STORIES_CALL__()');
  #isReady = false;

  override createWorkflow(options: Options): Promise<Workflow> {
    const { context } = this;
    if (!this.#isReady) vm.runInContext(SWITCH, context);
    this.#isReady = true;
    const scope = {};
    const api = new Proxy({} as Api, {
      get:
        (_, name) =>
        (...args: unknown[]): unknown => {
          Object.assign(context, { __stories_call__: [scope, name, args] });
          return this.#call.runInContext(context);
        },
    });
    api.initRuntime({
      ...options,
      sourceMap: this.workflowBundle.sourceMap,
      registeredActivityNames: this.registeredActivityNames,
      getTimeOfDay: () => 0n,
      stackTracesEnabled: false,
      patchActivationCallback: this.patchActivationCallback,
    } as Parameters<Api['initRuntime']>[0]); // the SDK gives the same
    const { __TEMPORAL_ACTIVATOR__: activator } = context as unknown as { readonly __TEMPORAL_ACTIVATOR__: never }; // set by `initRuntime`
    const run = new ReusableVMWorkflow(options.info.runId, context, activator, api);
    ReusableVMWorkflowCreator.workflowByRunId.set(options.info.runId, run);
    return Promise.resolve(run);
  }
}

/** What a run is given as globals when it begins, found by comparing; what it has of them is put away when another goes on. */
const SWITCH = `{
  const fresh = new Map(Reflect.ownKeys(globalThis).map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)]));
  const own = new Set();
  let present;
  const put = (name, descriptor) => {
    if (descriptor === undefined) delete globalThis[name];
    else Object.defineProperty(globalThis, name, descriptor);
  };
  Object.defineProperty(globalThis, '__STORIES_CALL__', {
    value: () => {
      const [scope, name, args] = globalThis.__stories_call__;
      if (present !== scope) {
        if (present !== undefined) for (const each of own) present[each] = Object.getOwnPropertyDescriptor(globalThis, each);
        for (const each of own) put(each, name === 'initRuntime' ? fresh.get(each) : scope[each]);
        present = scope;
      }
      const answer = __TEMPORAL__.api[name](...args);
      if (name === 'initRuntime') {
        for (const each of Reflect.ownKeys(globalThis)) {
          if (each !== '__stories_call__' && each !== '__STORIES_CALL__' && globalThis[each] !== fresh.get(each)?.value) own.add(each);
        }
      }
      return answer;
    },
  });
}`;
