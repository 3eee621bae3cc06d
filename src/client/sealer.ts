import { createSealer, parseKeyRing, SealError, type Sealer } from '../security/seal.ts';
import { InvalidInput } from './errors.ts';

/** Malformed keys are refused at once, missing ones when they are needed: who only looks needs none. */
export function sealerOf(keys: string | undefined): () => Sealer {
  const expected = 'keyId:base64 of 32 bytes, several separated by commas, the same as the worker’s';
  if (keys === undefined) {
    return () => {
      throw new InvalidInput('CREDENTIAL_KEYS is missing: tokens cannot be sealed.', {
        field: 'CREDENTIAL_KEYS',
        expected,
      });
    };
  }
  try {
    const sealer = createSealer(parseKeyRing(keys));
    return () => sealer;
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    // Its own message names what is wrong without any key.
    throw new InvalidInput(`CREDENTIAL_KEYS is malformed: ${error.message}.`, { field: 'CREDENTIAL_KEYS', expected });
  }
}
