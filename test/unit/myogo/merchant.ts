import type { Answer } from '../../../src/http/headers.ts';
import { createMyogo, type MerchantApi, type MyogoOptions } from '../../../src/myogo/client.ts';
import { answering, fixedTransport, type SentRequest } from '../http/fixed-transport.ts';

/** A merchant's API whose answers come from a function; tokens are granted as `token-1`, `token-2`, … */
export function merchantAnswering(
  respond: (method: string, path: string, query: URLSearchParams, request: SentRequest) => Answer,
  options: Partial<MyogoOptions> = {},
): { merchant: MerchantApi; sent: SentRequest[]; grants: SentRequest[] } {
  const grants: SentRequest[] = [];
  const sent: SentRequest[] = [];
  const transport = fixedTransport((request) => {
    if (request.url.pathname === '/OAuth/Token') {
      grants.push(request);
      return answering(200, { access_token: `token-${grants.length}`, token_type: 'bearer', expires_in: 5400 });
    }
    sent.push(request);
    return respond(request.method, request.url.pathname, request.url.searchParams, request);
  });
  const myogo = createMyogo({
    apiUrl: 'https://api.example.test',
    tokenUrl: 'https://my.example.test/OAuth/Token',
    clientId: 'client',
    clientSecret: 'client-secret',
    transport,
    // Room for 10,000 is made at once, which thousands of clients of one merchant would feel.
    maxMerchants: 2,
    ...options,
  });
  return {
    merchant: myogo.merchant({ merchantId: 'm-1', secretToken: 'merchant-secret', credentialsVersion: 3 }),
    sent,
    grants,
  };
}

/** An order as ApiV1 writes it. */
export function orderRow(reference: string, over: object = {}): object {
  return {
    id: '8f2a6c1e-7c1b-4f0c-9d38-0b1c5d7a2e11',
    reference,
    status: 'New',
    shippingCode: 'DHL',
    customer: {
      name: 'Test Person',
      address1: 'Testikatu 5',
      address2: null,
      city: 'Helsinki',
      countryCode: 'FI',
      zip: '00100',
    },
    orderLines: [{ code: 'A', quantity: 2, unitPrice: 24.9, vatPercentage: null }],
    trackingNumber: null,
    trackingUrl: null,
    warehouseComments: null,
    editTime: '2026-01-15T10:22:31.123Z',
    documents: [],
    ...over,
  };
}
