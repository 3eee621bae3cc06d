import type { Sandbox } from '../../../dev/stand-ins/start.ts';

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** The body as JSON; undefined when it is none. */
  json: unknown;
}

type Json = Record<string, unknown>;

async function request(url: string, method: string, headers: Record<string, string>, body?: string): Promise<Answer> {
  const response = await fetch(url, { method, headers, ...(body !== undefined && { body }) });
  const text = await response.text();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  return { status: response.status, headers: response.headers, text, json };
}

/** An object out of an answer; fails the test when it is none. */
export function object(value: unknown): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`Not an object: ${JSON.stringify(value)}`);
  // Checked in the line above.
  return value as Json;
}

/** A list of objects out of an answer. */
export function list(value: unknown): Json[] {
  if (!Array.isArray(value)) throw new Error(`Not a list: ${JSON.stringify(value)}`);
  return value.map(object);
}

/** `data` of a V3 answer. */
export const data = (answer: Answer): Json[] => list(object(answer.json)['data']);

/** Calls the store as an integration does. */
export function storeCaller(sandbox: Sandbox, token = first(sandbox).apiToken) {
  const { storeHash } = first(sandbox);
  return (method: string, path: string, body?: unknown): Promise<Answer> =>
    request(
      `${sandbox.storeUrl}/stores/${storeHash}${path}`,
      method,
      { 'x-auth-token': token, ...(body !== undefined && { 'content-type': 'application/json' }) },
      body === undefined ? undefined : JSON.stringify(body),
    );
}

export function first(sandbox: Sandbox) {
  const [credentials] = sandbox.credentials.stores;
  if (!credentials) throw new Error('The sandbox has no store.');
  return credentials;
}

export function tokenRequest(sandbox: Sandbox, fields: Record<string, string>): Promise<Answer> {
  const { clientId, clientSecret } = sandbox.credentials.oauth;
  const form = new URLSearchParams({ client_id: clientId, client_secret: clientSecret, ...fields });
  return request(sandbox.tokenUrl, 'POST', { 'content-type': 'application/x-www-form-urlencoded' }, form.toString());
}

export async function passwordGrant(
  sandbox: Sandbox,
  credentials = first(sandbox),
  scope = '',
): Promise<{ access: string; refresh: string }> {
  const answer = await tokenRequest(sandbox, {
    grant_type: 'password',
    username: credentials.merchantId,
    password: credentials.secretToken,
    scope,
  });
  const body = object(answer.json);
  return { access: String(body['access_token']), refresh: String(body['refresh_token']) };
}

/** Calls the warehouse with a fresh token. */
export async function warehouseCaller(sandbox: Sandbox, credentials = first(sandbox), scope = '') {
  const { access } = await passwordGrant(sandbox, credentials, scope);
  return (method: string, path: string, body?: unknown): Promise<Answer> =>
    request(
      `${sandbox.warehouseUrl}/api/v1${path}`,
      method,
      { authorization: `Bearer ${access}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
      body === undefined ? undefined : JSON.stringify(body),
    );
}

/** The HTTP form of the control, on either server. */
export const controlCaller =
  (url: string) =>
  (path: string, body?: unknown): Promise<Answer> =>
    request(
      `${url}/_sandbox/${path}`,
      body === undefined ? 'GET' : 'POST',
      {},
      body === undefined ? undefined : JSON.stringify(body),
    );

/** A whole order request of the warehouse's contract. */
export const orderRequest = (
  reference: string,
  lines: { code: string; quantity: unknown }[],
  more: Json = {},
): Json => ({
  reference,
  shippingCode: 'DHL-EXPRESS',
  customer: { name: 'Test Person', address1: 'Testikatu 5', city: 'Helsinki', countryCode: 'FI', zip: '00100' },
  orderLines: lines,
  ...more,
});
