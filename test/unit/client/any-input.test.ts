import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { OgoshipClient, OgoshipError, sealRotation, type Integration } from '../../../src/client/index.ts';
import { silentServer as connection } from '../../support/silent-server.ts';

// A server that answers nothing: what was taken fails as `Unavailable`, what was not as `InvalidInput`.
const credentialKeys = `test:${randomBytes(32).toString('base64')}`;

let store: Integration;
beforeAll(async () => {
  const client = await OgoshipClient.connect({ temporal: { connection }, credentialKeys, answerWithinMs: 200 });
  store = client.integration('abc123');
});

type Rubbish = never;
const methods: Readonly<Record<string, (...given: Rubbish[]) => unknown>> = {
  'OgoshipClient.connect by': (by) => OgoshipClient.connect({ by, temporal: { connection } }),
  'OgoshipClient.connect within': (answerWithinMs) =>
    OgoshipClient.connect({ answerWithinMs, temporal: { connection } }),
  'OgoshipClient.connect with keys': (keys) =>
    OgoshipClient.connect({ credentialKeys: keys, temporal: { connection } }),
  sealRotation: (hash, input, options) => sealRotation(hash, input, options),
  connect: (input) => store.connect(input),
  'connect with settings': (settings) =>
    store.connect({ bigcommerce: { apiToken: 'a' }, myogo: { merchantId: 'm', secretToken: 's' }, settings }),
  rotateCredentials: (input) => store.rotateCredentials(input),
  'rotateCredentials of one side': (bigcommerce) => store.rotateCredentials({ bigcommerce }),
  changeSettings: (patch) => store.changeSettings(patch),
  'changeSettings of one': (stockBuffer) => store.changeSettings({ stockBuffer }),
  pause: (reason) => store.pause(reason),
  answer: (questionId, decision) => store.answer(questionId, decision),
  'products.list': (request) => store.products.list(request),
  'products.list by search': (search) => store.products.list({ search }),
  'products.create': (selection) => store.products.create(selection),
  'products.create of SKUs': (skus) => store.products.create({ skus }),
  'shipping.link': (link) => store.shipping.link(link),
  'shipping.link with a country': (country) => store.shipping.link({ method: 'DHL*', code: 'DHL', country }),
  'shipping.unlink': (link) => store.shipping.unlink(link),
  'shipping.preview': (draft) => store.shipping.preview(draft),
  'shipping.preview of links': (links) => store.shipping.preview({ links }),
  'latestChanges.enable': (options) => store.latestChanges.enable(options),
  'latestChanges.enable every': (every) => store.latestChanges.enable({ every }),
  'orders.fulfil': (orderId) => store.orders.fulfil(orderId),
  'orders.status': (orderId) => store.orders.status(orderId),
  'orders.explain': (orderId) => store.orders.explain(orderId),
  'orders.retry': (orderId) => store.orders.retry(orderId),
  'orders.cancel': (orderId) => store.orders.cancel(orderId),
  'orders.release': (orderId, decision) => store.orders.release(orderId, decision),
  'orders.release of an order': (decision) => store.orders.release(100, decision),
  'orders.retryHeld': (options) => store.orders.retryHeld(options),
  'orders.held': (options) => store.orders.held(options),
};

/** What a method threw, synchronously or not. */
async function thrownBy(call: () => unknown): Promise<unknown> {
  try {
    await call();
    return undefined;
  } catch (error) {
    return error;
  }
}

const throwing = Object.defineProperty({}, 'method', {
  enumerable: true,
  get: () => {
    throw new TypeError('no');
  },
});
const circle: Record<string, unknown> = {};
circle['skus'] = circle;
const rubbish = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, 5, '', '   ', 10n, Symbol('s'), [], {}, throwing, circle, () => 1),
  fc.constant('x'.repeat(100_000)),
  fc.constant(Array.from({ length: 20_000 }, (_, index) => `SKU-${index}`)),
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withTypedArray: true }),
);

describe.each(Object.entries(methods))('%s', (name, method) => {
  test('throws our own error for whatever it is given, and names the field of a wrong one', async () => {
    await fc.assert(
      fc.asyncProperty(rubbish, rubbish, rubbish, async (...given) => {
        const error = await thrownBy(() => method(...(given as unknown[] as Rubbish[])));
        if (error === undefined) return;
        expect(error).toBeInstanceOf(OgoshipError);
        const { type, field, expected } = error as OgoshipError;
        expect(['InvalidInput', 'Unavailable']).toContain(type);
        if (type !== 'InvalidInput') return;
        expect(field).toMatch(/./);
        expect(expected).toMatch(/./);
      }),
      { numRuns: 60 },
    );
  });

  // Of settings, some take null: the worker's page of rules says which.
  test.skipIf(name === 'changeSettings of one')('refuses null as an InvalidInput', async () => {
    const error = await thrownBy(() => method(...([null, null, null] as unknown as Rubbish[])));
    expect(error).toMatchObject({ name: 'InvalidInput', field: expect.any(String) as string });
  });
});

test.each([null, 5, 'x', [], () => 1, { temporal: 5 }, { temporal: { address: 5 } }, { answerWithinMs: Number.NaN }])(
  'OgoshipClient.connect refuses %j before it asks anybody',
  async (options) => {
    await expect(OgoshipClient.connect(options as never)).rejects.toMatchObject({
      name: 'InvalidInput',
      field: expect.any(String) as string,
    });
  },
);
