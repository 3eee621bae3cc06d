import { isBuilt } from '../../scripts/built.ts';
import { freePorts } from '../temporal-server/ports.ts';
import type { LogFile } from './log-file.ts';
import { startNode, type NodeChild } from './node-child.ts';
import { webhooksEnvironment, type Temporal, type Webhooks } from './walk-environment.ts';

/** The receiver of webhooks as a process of its own, and where both sides reach it. */
export interface ReceiverProcess extends NodeChild {
  readonly webhooks: Webhooks;
  /** Fulfilled when it takes deliveries. */
  readonly ready: Promise<void>;
}

export async function startReceiver(temporal: Temporal, keys: string, log: LogFile): Promise<ReceiverProcess> {
  const [port = 0] = await freePorts(1);
  const webhooks = { publicUrl: `http://127.0.0.1:${port}`, keys };
  let isReady: () => void = () => undefined;
  const listening = new Promise<void>((resolve) => (isReady = resolve));
  const child = startNode({
    script: isBuilt() ? 'dist/webhooks.js' : 'src/webhooks.ts',
    env: webhooksEnvironment(temporal, webhooks),
    onLine: (line) => {
      log.write(line);
      if (line.includes('"msg":"webhooks ready"')) isReady();
    },
  });
  const ended = child.exited.then((how) => {
    throw new Error(`The receiver of webhooks did not start (${how}): ${child.tail()}`);
  });
  ended.catch(() => undefined); // whoever waits hears of it
  return { ...child, webhooks, ready: Promise.race([listening, ended]) };
}
