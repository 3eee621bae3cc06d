import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Sandbox } from '../dev/stand-ins/start.ts';

/** The sandbox in a process of its own, so that its work is not the worker's. */
export interface SandboxProcess {
  readonly storeUrl: string;
  readonly warehouseUrl: string;
  readonly tokenUrl: string;
  readonly credentials: Sandbox['credentials'];
  readonly control: (path: string, body: object) => Promise<unknown>;
  /** Requests so far, token requests left out. */
  requests(): Promise<{ readonly store: number; readonly warehouse: number }>;
  /** How often the warehouse has created an order, by reference. */
  created(): Promise<Readonly<Record<string, number>>>;
  close(): Promise<void>;
}

interface Ledger {
  readonly effects: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly requests: Readonly<Record<'store' | 'warehouse', Readonly<Record<string, number>>>>;
}

/** Starts it with no limit on the store's requests. */
export async function startSandboxProcess(): Promise<SandboxProcess> {
  const cwd = fileURLToPath(new URL('../', import.meta.url));
  const guard = new URL('../dev/demo/end-with-parent.js', import.meta.url).href;
  const child = spawn(process.execPath, ['--import', 'tsx', '--import', guard, 'dev/stand-ins/main.ts'], {
    cwd,
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  if (child.stdout === null) throw new Error('the sandbox has no output');
  const exited = once(child, 'close');
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]; // its own first line
  const { storeUrl, warehouseUrl, tokenUrl, ...credentials } = JSON.parse(line) as Sandbox['credentials'] &
    Pick<SandboxProcess, 'storeUrl' | 'warehouseUrl' | 'tokenUrl'>;

  const ask = async (path: string, init: RequestInit = {}): Promise<unknown> => {
    const answer = await fetch(`${storeUrl}/_sandbox/${path}`, init);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  const control = (path: string, body: object): Promise<unknown> =>
    ask(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const ledger = async (): Promise<Ledger> => (await ask('ledger')) as Ledger; // the sandbox's own report
  await control('access', { quota: 'unlimited' });
  return {
    storeUrl,
    warehouseUrl,
    tokenUrl,
    credentials,
    control,
    requests: async () => {
      const { requests } = await ledger();
      const sum = (side: 'store' | 'warehouse') =>
        Object.entries(requests[side]).reduce((all, [route, n]) => (route.includes('Token') ? all : all + n), 0);
      return { store: sum('store'), warehouse: sum('warehouse') };
    },
    created: async () => (await ledger()).effects['myogo order created'] ?? {},
    close: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
