import { parseArgs } from 'node:util';
import type { SandboxOptions } from './start.ts';
import { startSandbox } from './start.ts';

const usage =
  'Usage: npm run sandbox -- [--seed N] [--products N] [--orders N] [--store-port N] [--warehouse-port N] [--store-hash HASH]';

function readOptions(): SandboxOptions {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: {
      seed: text,
      products: text,
      orders: text,
      'store-port': text,
      'warehouse-port': text,
      'store-hash': text,
    },
  });
  const number = (name: 'seed' | 'products' | 'orders' | 'store-port' | 'warehouse-port'): number | undefined => {
    const value = values[name];
    if (value === undefined) return undefined;
    if (!/^\d+$/.test(value)) throw new TypeError(`--${name} takes a whole number.`);
    return Number(value);
  };
  const given = {
    seed: number('seed'),
    products: number('products'),
    orders: number('orders'),
    storePort: number('store-port'),
    warehousePort: number('warehouse-port'),
    storeHash: values['store-hash'],
  };
  // Every value has the type of its option, once the absent ones are gone.
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

async function main(): Promise<void> {
  let options: SandboxOptions;
  try {
    options = readOptions();
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    process.exitCode = 2;
    return;
  }
  const sandbox = await startSandbox(options);
  const { storeUrl, warehouseUrl, tokenUrl, credentials } = sandbox;
  console.log(JSON.stringify({ storeUrl, warehouseUrl, tokenUrl, ...credentials }));
  const stop = () => void sandbox.close();
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
