import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { connectRequest, rotateRequest, sealRotation, type ConnectInput } from '../../../src/client/credentials.ts';
import { InvalidInput } from '../../../src/client/errors.ts';
import type { StoreHash } from '../../../src/contract/ids.ts';
import { createSealer, parseKeyRing } from '../../../src/security/seal.ts';

const sealer = createSealer(parseKeyRing(`k1:${randomBytes(32).toString('base64')}`));
const storeHash = 'abc123' as StoreHash; // fits the pattern of a store hash
const input: ConnectInput = {
  bigcommerce: { apiToken: 'api-token' },
  myogo: { merchantId: '17', secretToken: 'secret-token' },
};
const opened = (sealed: string) => JSON.parse(sealer.open(sealed, storeHash)) as unknown;

describe('connecting', () => {
  it('seals both tokens, trimmed, and bound to the store', () => {
    const request = connectRequest(
      storeHash,
      { bigcommerce: { apiToken: ' api-token\r\n' }, myogo: { merchantId: ' 17 ', secretToken: '\tsecret-token' } },
      sealer,
    );
    expect(request).toEqual({ merchantId: '17', sealed: expect.stringMatching(/^v1\.k1\./) as string });
    expect(opened(request.sealed)).toEqual({
      bigcommerce: { apiToken: 'api-token' },
      myogo: { secretToken: 'secret-token' },
    });
    expect(() => sealer.open(request.sealed, 'other1')).toThrow();
    expect(JSON.stringify(request)).not.toMatch(/api-token|secret-token/);
  });

  it('passes settings on as they are', () => {
    expect(connectRequest(storeHash, { ...input, settings: { stockBuffer: 2 } }, sealer).settings).toEqual({
      stockBuffer: 2,
    });
  });

  it.each<[string, unknown]>([
    ['bigcommerce.apiToken', { ...input, bigcommerce: { apiToken: '' } }],
    ['bigcommerce.apiToken', { ...input, bigcommerce: { apiToken: 42 } }],
    ['bigcommerce.apiToken', { ...input, bigcommerce: { apiToken: 'two words' } }],
    ['bigcommerce.apiToken', { ...input, bigcommerce: { apiToken: 'line\nbreak' } }],
    ['bigcommerce.apiToken', { myogo: input.myogo }],
    ['myogo.secretToken', { ...input, myogo: { merchantId: '17' } }],
    ['myogo.secretToken', { ...input, myogo: { merchantId: '17', secretToken: 'tökén' } }],
    ['myogo.merchantId', { ...input, myogo: { secretToken: 'secret-token', merchantId: '  ' } }],
  ])('a wrong %s is refused by that name, and its value is in no message', (field, wrong) => {
    const attempt = () => connectRequest(storeHash, wrong as ConnectInput, sealer); // what a form may send
    expect(attempt).toThrow(InvalidInput);
    expect(attempt).toThrow(expect.objectContaining({ field }) as Error);
    expect(attempt).not.toThrow(/two words|break|tökén/);
  });
});

describe('rotating', () => {
  it.each([
    [{ bigcommerce: { apiToken: 'new' } }, ['bigcommerce'], { apiToken: 'new' }, { secretToken: '' }],
    [{ myogo: { secretToken: 'new ' } }, ['myogo'], { apiToken: '' }, { secretToken: 'new' }],
    [
      { bigcommerce: { apiToken: 'a' }, myogo: { secretToken: 'b' } },
      ['bigcommerce', 'myogo'],
      { apiToken: 'a' },
      { secretToken: 'b' },
    ],
  ])('%j names its parts and leaves the other one empty', (rotate, parts, bigcommerce, myogo) => {
    const request = rotateRequest(storeHash, rotate, sealer);
    expect(request.parts).toEqual(parts);
    expect(opened(request.sealed)).toEqual({ bigcommerce, myogo });
  });

  it('without any token, or to an empty one, is refused', () => {
    expect(() => rotateRequest(storeHash, {}, sealer)).toThrow(InvalidInput);
    expect(() => rotateRequest(storeHash, { myogo: { secretToken: ' ' } }, sealer)).toThrow(
      expect.objectContaining({ field: 'myogo.secretToken' }) as Error,
    );
  });
});

describe('sealing for a form', () => {
  const credentialKeys = `k1:${randomBytes(32).toString('base64')}`;

  it('makes what the update takes, bound to the store of a pasted API path', () => {
    const pasted = 'https://api.bigcommerce.com/stores/abc123/v3/';
    const { sealed, parts } = sealRotation(pasted, { bigcommerce: { apiToken: 'new' } }, { credentialKeys });
    expect(parts).toEqual(['bigcommerce']);
    const plain = createSealer(parseKeyRing(credentialKeys)).open(sealed, storeHash);
    expect(JSON.parse(plain)).toEqual({ bigcommerce: { apiToken: 'new' }, myogo: { secretToken: '' } });
  });

  it.each([
    ['storeHash', 'no hash', { myogo: { secretToken: 'new' } }, credentialKeys],
    ['bigcommerce.apiToken', 'abc123', {}, credentialKeys],
    ['CREDENTIAL_KEYS', 'abc123', { myogo: { secretToken: 'new' } }, 'k1:short'],
  ])('refuses what cannot be, by the name %s', (field, store, input, keys) => {
    expect(() => sealRotation(store, input, { credentialKeys: keys })).toThrow(
      expect.objectContaining({ name: 'InvalidInput', field }) as Error,
    );
  });
});
