import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createLog } from '../../../src/observability/log.ts';
import { parseKeyRing } from '../../../src/security/seal.ts';
import { checkBeforeStart, startChecks, type StartCheck, type StartWorld } from '../../../src/worker/start-checks.ts';

const config: StartWorld['config'] = {
  temporal: { address: '127.0.0.1:7233', namespace: 'shops', connectionOptions: {} },
  keyRing: parseKeyRing(`k1:${randomBytes(32).toString('base64')}`),
};

/** A server that answers what it is told to. */
function server(workflowService: object): StartWorld {
  const withDeadline = (_at: unknown, ask: () => Promise<unknown>) => ask();
  return { config, connection: { workflowService, withDeadline } as unknown as StartWorld['connection'] };
}

const grpc = (code: number) => Object.assign(new Error('a gRPC error'), { code });
const lines: string[] = [];
const log = createLog({ level: 'info', write: (line) => lines.push(line) });
const check = (index: number): StartCheck[] => startChecks.slice(index, index + 1);
const never = new AbortController().signal;

describe('the version of the server', () => {
  test.each([
    ['1.29.9', 'the Temporal server is of version 1.29.9, too old (expected 1.30 or newer)'],
    ['0.9.0', 'the Temporal server is of version 0.9.0, too old (expected 1.30 or newer)'],
    ['1.30.0', undefined],
    ['1.32.0-150.2', undefined],
    ['2.0.1', undefined],
    ['', undefined],
  ])('%s', async (serverVersion, problem) => {
    const world = server({ getSystemInfo: () => Promise.resolve({ serverVersion }) });
    const started = checkBeforeStart(world, log, never, check(0));
    await (problem === undefined ? started : expect(started).rejects.toThrow(problem));
  });
});

test('a server that does not answer is waited for with a line a try', async () => {
  let asked = 0;
  const getSystemInfo = () => {
    asked += 1;
    return asked === 1 ? Promise.reject(grpc(14)) : Promise.resolve({ serverVersion: '1.32.0' });
  };
  await checkBeforeStart(server({ getSystemInfo }), log, never, check(0));
  expect(asked).toBe(2);
  expect(lines.filter((line) => line.includes('does not answer'))).toHaveLength(1);
});

test('waiting ends with the process', async () => {
  const stop = new AbortController();
  const getSystemInfo = () => {
    stop.abort();
    return Promise.reject(grpc(14));
  };
  await expect(checkBeforeStart(server({ getSystemInfo }), log, stop.signal, check(0))).rejects.toThrow(/abort/i);
});

test('an account that may not describe namespaces may still run workers', async () => {
  const world = server({ describeNamespace: () => Promise.reject(grpc(7)) });
  await checkBeforeStart(world, log, never, check(1));
});

test('a problem that passes within its patience is none', async () => {
  let asked = 0;
  const problem = () => Promise.resolve((asked += 1) === 1 ? 'not known yet' : undefined);
  await checkBeforeStart(server({}), log, never, [{ requires: 'patience', patienceMs: 60_000, problem }]);
  expect(asked).toBe(2);
});
