import type { ConnectRequest, RotateRequest } from '../contract/integration.ts';
import { SEALED_TEXT } from '../contract/sealed-text.ts';
import { invalid } from './refusals.ts';

// What a validator refuses is in no history. That matters here: a person may paste a token in clear into a form.

/** Refuses a request to connect that cannot be one, whoever sent it. */
export function checkConnect(request: { readonly [K in keyof ConnectRequest]?: unknown } | undefined): void {
  const { merchantId, sealed } = request ?? {};
  if (typeof merchantId !== 'string' || merchantId.trim() === '') {
    throw invalid('myogo.merchantId', 'The merchant id is empty.', 'the id from Edit merchant › Integrations');
  }
  if (!isSealed(sealed)) {
    const expected = 'sealed credentials: connect by the command line or the client';
    throw invalid('bigcommerce.apiToken', 'These are no sealed credentials.', expected);
  }
}

/** The same for new credentials. */
export function checkRotate(request: { readonly [K in keyof RotateRequest]?: unknown } | undefined): void {
  const { sealed, parts } = request ?? {};
  const expected = 'what “ogoship <store> rotate --print” prints';
  if (!isSealed(sealed)) throw invalid('sealed', 'These are no sealed credentials.', expected);
  const isSide = (part: unknown): boolean => part === 'bigcommerce' || part === 'myogo';
  if (!Array.isArray(parts) || parts.length === 0 || !parts.every(isSide)) {
    throw invalid('parts', 'It is not said which tokens are new.', expected);
  }
}

function isSealed(text: unknown): boolean {
  return typeof text === 'string' && SEALED_TEXT.test(text);
}
