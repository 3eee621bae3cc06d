import { setTimeout as pause } from 'node:timers/promises';
import { guideScopes } from '../dev/stand-ins/store/store-state.ts';
import { workflowId } from '../src/contract/ids.ts';
import { integrationMessages } from '../src/contract/messages.ts';
import { eachOf, openBench, place, start, type Bench } from './orders-world.ts';
import type { BenchResult } from './result.ts';

/** What holds every order of a store at once, and what a person does about it, which is one message to the entity. */
interface Cause {
  readonly method: string;
  readonly begin: (bench: Bench) => Promise<unknown>;
  readonly mend: (bench: Bench) => Promise<unknown>;
}

const entityOf = ({ client, storeHash }: Bench) => client.workflow.getHandle(workflowId.integration(storeHash));
const readOnly = guideScopes.map((scope) => (scope === 'store_v2_orders' ? 'store_v2_orders_read_only' : scope));

export const heldCauses = {
  /** The entity closes the circuit: who comes later is held without asking the store. */
  token: {
    method: 'DHL Express',
    begin: ({ sandbox }) => sandbox.control('access', { token: 'bench-token-of-another-person' }),
    mend: async (bench) => {
      const [account] = bench.sandbox.credentials.stores;
      await bench.sandbox.control('access', { token: account?.apiToken });
      await entityOf(bench).executeUpdate(integrationMessages.test);
    },
  },
  /** Nothing is closed: each order meets the refusal by itself. */
  scope: {
    method: 'DHL Express',
    begin: ({ sandbox }) => sandbox.control('access', { scopes: readOnly }),
    mend: async (bench) => {
      await bench.sandbox.control('access', { scopes: guideScopes });
      await entityOf(bench).executeUpdate(integrationMessages.test);
    },
  },
  link: {
    method: 'Bench Bicycle',
    begin: () => Promise.resolve(),
    mend: async (bench) =>
      entityOf(bench).executeUpdate(integrationMessages.linkShippingMethod, {
        args: [{ method: 'Bench Bicycle', code: 'DHL-EXPRESS' }],
      }),
  },
} as const satisfies Readonly<Record<string, Cause>>;

/** What a crowd of orders that one cause holds costs the integration's entity: in messages, until all are held and until all go on. */
export async function benchHeld(cause: keyof typeof heldCauses, count: number): Promise<BenchResult[]> {
  const bench = await openBench();
  try {
    const { method, begin, mend }: Cause = heldCauses[cause];
    const ids = await place(bench, count, 11, method);
    const none = await messagesTo(bench);
    await begin(bench);
    const beganAt = performance.now();
    await eachOf(ids, (orderId) => start(bench, orderId));
    await untilCount(bench, `OgoStage = 'held'`, count);
    const heldS = (performance.now() - beganAt) / 1_000;
    const held = await messagesTo(bench);
    await mend(bench);
    const mendedAt = performance.now();
    await untilCount(bench, `OgoStage = 'handed-over'`, count);
    const gone = await messagesTo(bench);
    console.error(`held by ${cause}: ${JSON.stringify(gone.names)}`);
    const one = (metric: string, value: number, unit: string): BenchResult => ({
      bench: 'held',
      metric,
      value,
      unit,
      counterpart: `${count} orders held by one cause: ${cause}`,
    });
    return [
      one('messagesWhileHeld', held.count - none.count, 'messages'),
      one('messagesUntilGone', gone.count - held.count, 'messages'),
      one('entityEvents', gone.events - none.events, 'events'),
      one('heldSeconds', heldS, 's'),
      one('goneSeconds', (performance.now() - mendedAt) / 1_000, 's'),
    ];
  } finally {
    await bench.close();
  }
}

async function untilCount({ client, storeHash }: Bench, query: string, count: number): Promise<void> {
  let seen = -1;
  for (;;) {
    const found = (await client.workflow.count(`OgoIntegration = '${storeHash}' AND ${query}`)).count;
    if (found >= count) return;
    if (Math.floor(found / 1_000) !== Math.floor(seen / 1_000)) console.error(`${query}: ${found} of ${count}`);
    seen = found;
    await pause(500);
  }
}

/** Signals and updates of all runs of the entity so far, and the events of their histories. */
async function messagesTo({ client, storeHash }: Bench) {
  const id = workflowId.integration(storeHash);
  const names: Record<string, number> = {};
  const hear = (name: string | null | undefined): void => {
    if (typeof name === 'string') names[name] = (names[name] ?? 0) + 1;
  };
  let events = 0;
  for await (const { runId } of client.workflow.list({ query: `WorkflowId = '${id}'` })) {
    const history = await client.workflow.getHandle(id, runId).fetchHistory();
    for (const event of history.events ?? []) {
      events += 1;
      hear(event.workflowExecutionSignaledEventAttributes?.signalName);
      hear(event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input?.name);
    }
  }
  return { names, events, count: Object.values(names).reduce((sum, n) => sum + n, 0) };
}
