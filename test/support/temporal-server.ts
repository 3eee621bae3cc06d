import type {} from 'vitest';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** `host:port` of the Temporal server that all integration tests share. */
    temporalAddress: string;
    /** Its Web UI. */
    temporalUiUrl: string;
  }
}

/** A run whose tasks fail is marked after the second one, and not after the fifth: that is a minute. */
const MARKED_SOON = { 'system.numConsecutiveWorkflowTaskProblemsToTriggerSearchAttribute': 2 };

/** One Temporal server in memory for the whole run: tests keep apart by their workflow ids and task queues. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  // It names files of `src`, in whose place `dist/` is loaded: that is there only now, when the setup before this one has built it.
  const { startDevServer } = await import('../../dev/temporal-server/dev-server.ts');
  const server = await startDevServer({ memory: true, dynamicConfig: MARKED_SOON });
  project.provide('temporalAddress', server.address);
  project.provide('temporalUiUrl', server.uiUrl ?? '');
  return () => server.close();
}
