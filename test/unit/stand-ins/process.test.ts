import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';

const start = (...options: string[]) =>
  spawn(process.execPath, ['--import', 'tsx', 'dev/stand-ins/main.ts', ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });

test('the process says where it is on its first line, and ends on SIGTERM', { timeout: 30_000 }, async () => {
  const child = start('--seed', '2', '--products', '2', '--orders', '1', '--store-hash', 'abc123');
  try {
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    const said = JSON.parse(line) as {
      storeUrl: string;
      tokenUrl: string;
      stores: { storeHash: string; apiToken: string }[];
    };
    const [store] = said.stores;
    expect(store?.storeHash).toBe('abc123');
    const answer = await fetch(`${said.storeUrl}/stores/abc123/v2/orders`, {
      headers: { 'x-auth-token': store?.apiToken ?? '' },
    });
    expect(answer.status).toBe(200);
    child.kill('SIGTERM');
    expect((await once(child, 'exit')) as unknown[]).toEqual([0, null]);
  } finally {
    child.kill('SIGKILL');
  }
});

test('a wrong option ends it with code 2 and the usage', { timeout: 30_000 }, async () => {
  const child = start('--orders', 'many');
  const said: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text));
  expect((await once(child, 'close')) as unknown[]).toEqual([2, null]);
  expect(said.join('')).toMatch(/--orders takes a whole number[\s\S]*Usage/);
});
