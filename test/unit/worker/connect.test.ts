import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createLog } from '../../../src/observability/log.ts';
import { connectPatiently, StartError } from '../../../src/worker/connect.ts';

const pem = (what: string, text: string) =>
  Buffer.from(`-----BEGIN ${what}-----\n${Buffer.from(text).toString('base64')}\n-----END ${what}-----\n`);
const { privateKey } = generateKeyPairSync('ec', {
  namedCurve: 'P-256',
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const key = Buffer.from(privateKey);

const log = createLog({ level: 'silent', write: () => undefined });

const connect = (tls: { clientCertPair: { crt: Buffer; key: Buffer } } | undefined, signal: AbortSignal) => {
  const address = '127.0.0.1:1'; // nobody listens there
  const connectionOptions = { address, ...(tls === undefined ? {} : { tls }) };
  return connectPatiently({ address, namespace: 'default', connectionOptions }, log, signal);
};

describe('a worker that connects', () => {
  it.each([
    ['neither certificate nor key', { crt: Buffer.from('a-secret'), key: Buffer.from('a-secret') }],
    ['no certificate', { crt: Buffer.from('a-secret'), key }],
    ['a certificate of nonsense', { crt: pem('CERTIFICATE', 'a-secret'), key }],
    ['a key of nonsense', { crt: pem('CERTIFICATE', 'a-secret'), key: pem('PRIVATE KEY', 'a-secret') }],
  ])('does not wait for a server with %s: it says so', async (_, clientCertPair) => {
    const connecting = connect({ clientCertPair }, AbortSignal.timeout(3_000));
    await expect(connecting).rejects.toBeInstanceOf(StartError);
    await expect(connecting).rejects.toThrow(/^TEMPORAL_TLS_\*.*PEM/);
    await expect(connecting).rejects.not.toThrow('a-secret');
  });

  it('waits for a server that is away', async () => {
    await expect(connect(undefined, AbortSignal.timeout(300))).rejects.toMatchObject({ name: 'AbortError' });
  });
});
