import { proxyActivities } from '@temporalio/workflow';
import type { LookupInput, LookupResults } from '../contract/lookup.ts';
import { lookupInput } from '../contract/schemas/changes.ts';
import type { createLookupActivities } from '../activities/lookup.ts';
import { startedWith } from './shared/checked.ts';

// A person waits: it gives up soon, and a catalogue's first scan may take its minutes.
const { lookUp } = proxyActivities<ReturnType<typeof createLookupActivities>>({
  startToCloseTimeout: '10m',
  scheduleToCloseTimeout: '15m',
  heartbeatTimeout: '30s',
  retry: { initialInterval: '500ms', maximumInterval: '10s', maximumAttempts: 10 },
  summary: 'Look up for a person',
});

/** One read for a person. Its result stays under 500 KB: lists come by page. */
export async function lookup(input: LookupInput): Promise<LookupResults[keyof LookupResults]> {
  return lookUp(startedWith(lookupInput, input));
}
