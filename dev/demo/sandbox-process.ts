import { z } from 'zod';
import { startNode, type NodeChild } from './node-child.ts';

const announcement = z.object({
  storeUrl: z.string(),
  warehouseUrl: z.string(),
  tokenUrl: z.string(),
  stores: z
    .array(z.object({ storeHash: z.string(), apiToken: z.string(), merchantId: z.string(), secretToken: z.string() }))
    .min(1),
  oauth: z.object({ clientId: z.string(), clientSecret: z.string() }),
});

/** Where the two servers are, and the credentials that the merchant copied from them. */
export type SandboxAccess = z.infer<typeof announcement>;

export interface SandboxProcess extends NodeChild {
  readonly access: SandboxAccess;
  /** Lets both sides deliver their webhooks to plain http on this machine. */
  receiveOnLoopback(): Promise<void>;
}

/** The store and the warehouse, as a process of their own. Its first line tells where they are. */
export async function startSandboxProcess(args: readonly string[], env: NodeJS.ProcessEnv): Promise<SandboxProcess> {
  let announced: (line: string) => void = () => undefined;
  const firstLine = new Promise<string>((resolve) => {
    announced = resolve;
  });
  const child = startNode({ script: 'dev/stand-ins/main.ts', args, env, onLine: (line) => announced(line) });
  const line = await Promise.race([
    firstLine,
    child.exited.then((how) => {
      throw new Error(`The sandbox did not start (${how}): ${child.tail()}`);
    }),
  ]);
  const read = announcement.safeParse(parseJson(line));
  if (!read.success) {
    await child.stop();
    throw new Error(`The sandbox did not start: ${child.tail()}`);
  }
  const { storeUrl } = read.data;
  return {
    ...child,
    access: read.data,
    receiveOnLoopback: async () => {
      const body = JSON.stringify({ hookDestinations: 'any' });
      const { ok, status } = await fetch(`${storeUrl}/_sandbox/settings`, { method: 'POST', body });
      if (!ok) throw new Error(`The sandbox refused its settings: ${status}`);
    },
  };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // an error message instead of the announcement
  }
}
