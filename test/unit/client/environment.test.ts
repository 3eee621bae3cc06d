import { describe, expect, it } from 'vitest';
import { clientEnvironment } from '../../../src/client/environment.ts';
import { checkAddress } from '../../../src/client/calls/temporal-failures.ts';
import { InvalidInput } from '../../../src/client/errors.ts';
import { OgoshipClient } from '../../../src/client/index.ts';

describe('the environment', () => {
  it('is read by the names of the Temporal SDKs, and an empty variable counts as unset', () => {
    const environment = clientEnvironment({
      TEMPORAL_ADDRESS: 'temporal.internal:7233',
      TEMPORAL_NAMESPACE: 'shops',
      TEMPORAL_API_KEY: '',
      TEMPORAL_CONFIG_FILE: '',
      CREDENTIAL_KEYS: ' ',
    });
    expect(environment.credentialKeys).toBeUndefined();
    const { namespace, connectionOptions } = environment.temporal();
    expect(namespace).toBe('shops');
    expect(connectionOptions.address).toBe('temporal.internal:7233');
    expect(connectionOptions.apiKey).toBeUndefined();
  });

  it('that cannot be read is refused without what it holds', () => {
    const environment = clientEnvironment({ TEMPORAL_CONFIG_FILE: import.meta.filename, TEMPORAL_PROFILE: 'shops' });
    expect(() => environment.temporal()).toThrow(InvalidInput);
    expect(() => environment.temporal()).not.toThrow(/OgoshipClient/);
  });
});

describe('keys', () => {
  it.each(['nonsense', 'k1:c2hvcnQ=', ''])(
    'that are malformed (“%s”) are refused at once, without their text',
    async (credentialKeys) => {
      const connecting = OgoshipClient.connect({
        credentialKeys,
        temporal: { address: '127.0.0.1:1' },
        answerWithinMs: 100,
      });
      await expect(connecting).rejects.toMatchObject({ name: 'InvalidInput', field: 'CREDENTIAL_KEYS' });
      await expect(connecting).rejects.not.toThrow(/nonsense|c2hvcnQ/);
    },
  );
});

describe('a server that cannot be asked', () => {
  it.each(['http://127.0.0.1:7233', 'a b', ':::', 'localhost:99999', 'localhost:0', 'localhost:', '-x'])(
    'is named before anybody waits: address %j',
    async (address) => {
      await expect(OgoshipClient.connect({ temporal: { address } })).rejects.toMatchObject({
        type: 'InvalidInput',
        field: 'TEMPORAL_ADDRESS',
      });
    },
  );

  it.each(['127.0.0.1', 'temporal.example:443', 'temporal_1', '[::1]:7233', 'a', 'temporal.default.svc.:7233'])(
    'is not one by its form: %s',
    (address) => {
      expect(() => checkAddress(address)).not.toThrow();
    },
  );

  it('has a certificate and key that can be read', async () => {
    const tls = { clientCertPair: { crt: Buffer.from('a-secret'), key: Buffer.from('a-secret') } };
    const connecting = OgoshipClient.connect({ temporal: { address: '127.0.0.1:1', tls }, answerWithinMs: 300 });
    await expect(connecting).rejects.toMatchObject({ type: 'InvalidInput', field: 'TEMPORAL_TLS_*' });
    await expect(connecting).rejects.not.toThrow('a-secret');
  });
});
