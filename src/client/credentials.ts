import type { Side } from '../contract/failures.ts';
import type { StoreHash } from '../contract/ids.ts';
import type { ConnectRequest } from '../contract/integration.ts';
import type { Credentials, RotateRequest } from '../contract/integration/access.ts';
import { settingsPatch } from '../contract/schemas/integration.ts';
import type { SettingsPatch } from '../contract/settings.ts';
import type { Sealer } from '../security/seal.ts';
import { checked } from './calls/checked.ts';
import { clientEnvironment } from './environment.ts';
import { InvalidInput } from './errors.ts';
import { credentialsInput, sealOptions } from './inputs.ts';
import { sealerOf } from './sealer.ts';
import { storeHashOf } from './store-hash.ts';

/** What `connect` takes. Tokens leave this process only sealed. */
export interface ConnectInput {
  readonly bigcommerce: {
    /** The Access Token of the store's API account. Spaces and line ends around it do not count. */
    readonly apiToken: string;
  };
  readonly myogo: {
    /** The merchant's id in myOGO. */
    readonly merchantId: string;
    /** The secret token of Edit merchant › Integrations › API Information. */
    readonly secretToken: string;
  };
  /** Any part of the settings; the others keep their defaults. */
  readonly settings?: SettingsPatch;
}

/** What `rotateCredentials` takes: both tokens, or the one that changed. */
export interface RotateInput {
  readonly bigcommerce?: { readonly apiToken: string };
  readonly myogo?: { readonly secretToken: string };
}

/**
 * Both tokens, sealed and bound to the store.
 * @throws InvalidInput naming the field
 */
export function connectRequest(storeHash: StoreHash, input: ConnectInput, sealer: Sealer): ConnectRequest {
  const { bigcommerce, myogo, settings } = checked(credentialsInput, input, 'input');
  const credentials: Credentials = {
    bigcommerce: { apiToken: token('bigcommerce.apiToken', bigcommerce?.['apiToken']) },
    myogo: { secretToken: token('myogo.secretToken', myogo?.['secretToken']) },
  };
  const merchantId = oneWord('myogo.merchantId', myogo?.['merchantId'], 'the merchant’s id from myOGO');
  return {
    merchantId,
    sealed: sealer.seal(credentials, storeHash),
    ...(settings === undefined ? {} : { settings: checked(settingsPatch, settings, 'settings') }),
  };
}

/**
 * The tokens that changed, sealed; `parts` names them, and the other one is empty.
 * @throws InvalidInput naming the field
 */
export function rotateRequest(storeHash: StoreHash, input: RotateInput, sealer: Sealer): RotateRequest {
  const { bigcommerce, myogo } = checked(credentialsInput, input, 'input');
  const parts: Side[] = [
    ...(bigcommerce == null ? [] : ['bigcommerce' as const]),
    ...(myogo == null ? [] : ['myogo' as const]),
  ];
  if (parts.length === 0) {
    throw new InvalidInput('Give at least one new token.', {
      field: 'bigcommerce.apiToken',
      expected: 'bigcommerce.apiToken, myogo.secretToken, or both',
    });
  }
  const credentials: Credentials = {
    bigcommerce: { apiToken: bigcommerce == null ? '' : token('bigcommerce.apiToken', bigcommerce['apiToken']) },
    myogo: { secretToken: myogo == null ? '' : token('myogo.secretToken', myogo['secretToken']) },
  };
  return { sealed: sealer.seal(credentials, storeHash), parts };
}

/**
 * New tokens as data for the form of the Temporal Web UI (update `rotateCredentials`), where this client cannot send them:
 * sealed, so that they may stand in a history. Asks nobody.
 * @param storeHash the store hash, or the whole API path that holds it
 * @param options.credentialKeys default: `CREDENTIAL_KEYS` of the environment
 * @throws InvalidInput naming the field
 */
export function sealRotation(
  storeHash: string,
  input: RotateInput,
  options: { readonly credentialKeys?: string } = {},
): RotateRequest {
  const { credentialKeys } = checked(sealOptions, options, 'options');
  const sealer = sealerOf(credentialKeys ?? clientEnvironment().credentialKeys);
  return rotateRequest(storeHashOf(storeHash), input, sealer());
}

function token(field: string, value: unknown): string {
  return oneWord(field, value, 'the token as it was shown, one word without spaces');
}

function oneWord(field: string, value: unknown, expected: string): string {
  const text = typeof value === 'string' ? value.trim() : '';
  const name = field.split('.').at(-1) ?? field;
  if (text === '') throw new InvalidInput(`The ${name} is empty.`, { field, expected });
  // Printable ASCII: anything else cannot travel in a header, and was pasted by mistake.
  if (!/^[\x21-\x7e]+$/.test(text)) {
    throw new InvalidInput(`The ${name} holds spaces or characters that no token has.`, { field, expected });
  }
  return text;
}
