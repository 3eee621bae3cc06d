import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe } from 'vitest';
import { guideScopes } from '../../dev/stand-ins/store/store-state.ts';
import type { StoreCredentials } from '../../dev/stand-ins/world.ts';
import { workflowId } from '../../src/contract/ids.ts';
import { cameToRest } from '../support/at-rest.ts';
import { performRemedies } from '../support/remedies/perform-remedies.ts';
import { openRemedies, type RemedyDesk } from '../support/remedies/remedy-desk.ts';
import type { Ends, RowsOf } from '../support/remedies/remedy-table.ts';

// What holds here holds every order of the store: one after the other.

let desk: RemedyDesk;
let first: StoreCredentials;
let second: StoreCredentials;
/** Default: the first one. */
let connected: StoreCredentials | undefined;
beforeAll(async () => {
  const credentialKeys = `remedies:${randomBytes(32).toString('base64')}`;
  desk = await openRemedies(
    { createMissingProducts: true },
    { credentialKeys, merchantId: () => connected?.merchantId },
  );
  first = desk.shop.credentials;
  second = control().addStore();
  control().addWarehouseProduct({ merchantId: second.merchantId, code: 'A', name: 'A' });
  control().goodsIn({ A: 500 }, second.merchantId);
});
afterAll(() => desk.close());

const control = () => desk.shop.sandbox.control;
const tokens = ({ merchantId, secretToken }: StoreCredentials, apiToken = first.apiToken) => ({
  bigcommerce: { apiToken },
  myogo: { merchantId, secretToken },
});
const settings = { waitForTrackingMinutes: 0, enableLatestChanges: 'by-hand' as const };
const entity = () => desk.shop.worker.client.workflow.getHandle(workflowId.integration(desk.shop.storeHash));
async function disconnect(): Promise<void> {
  const left = entity();
  await desk.store.disconnect();
  await left.result();
}
/** All that was held has been told of what somebody did: the integration has nothing under way. */
const allTold = () => cameToRest(entity());
async function connectTo(merchant: StoreCredentials): Promise<void> {
  if ((await desk.store.status()).stage !== 'disconnected') await disconnect();
  await desk.store.connect({ ...tokens(merchant), settings });
  connected = merchant;
  await desk.store.shipping.link({ method: 'DHL*', code: 'DHL-EXPRESS' });
}

/** What an earlier row may have left is mended. */
async function well(): Promise<void> {
  const { apiToken } = control().access({ scopes: guideScopes });
  const { stage, missingCapabilities } = await desk.store.status();
  if (apiToken !== first.apiToken) control().access({ token: first.apiToken, scopes: guideScopes });
  if (stage === 'disconnected') await connectTo(first);
  else if (stage === 'paused') await desk.store.resume();
  if (apiToken === first.apiToken && missingCapabilities.length === 0) return;
  await desk.store.rotateCredentials(tokens(connected ?? first));
  await allTold();
}
/** What a process knows of the connection lasts a moment. */
const knownEverywhere = () => wait(1_500);

/** An unpaid order that is paid while `then` holds: not even its reading goes on. */
async function due(then: () => unknown): Promise<number> {
  await well();
  const { orderId } = await desk.begin({ statusId: 7 });
  await then();
  await knownEverywhere();
  control().advance(1_000);
  desk.acts.setStatus(orderId, 11);
  await desk.poll(orderId);
  return orderId;
}
/** An order that a person gives its shipping code while `then` holds: its hand-over does not go on. */
async function coded(then: () => unknown): Promise<number> {
  await well();
  const { orderId } = await desk.begin({ shippingMethod: `Odd ${process.hrtime.bigint()}` });
  // Whatever was resumed before is told to all that is held, this order, too: that must be over.
  await allTold();
  await desk.rest(orderId);
  await then();
  await knownEverywhere();
  await desk.orders.release(orderId, { kind: 'use-code', code: 'POSTI' });
  return orderId;
}

const sent = { stage: 'handed-over', standing: ['REF NEW 3A'] } as const satisfies Ends;
const ignored = { stage: 'ignored', standing: [] } as const satisfies Ends;
const cancelled = { stage: 'cancelled', standing: [] } as const satisfies Ends;
const toldAgain = {
  stage: 'handed-over',
  standing: ['REF SHIPPED 2A', 'REF/B NEW 1A (theirs)'],
  told: ['FIRST 2A'],
  shipped: { theirs: true, told: ['AT-REF/B 1A', 'FIRST 2A'] },
} as const satisfies Ends;
const readOnly = guideScopes.map((scope) => (scope === 'store_v2_orders' ? 'store_v2_orders_read_only' : scope));
const pause = () => desk.store.pause('stocktaking');
const resume = () => desk.store.resume();
const give = () => {
  control().access({ scopes: guideScopes });
  return desk.store.test();
};
const otherAccount = () =>
  desk.store.rotateCredentials(tokens(first, control().access({ token: true, scopes: guideScopes }).apiToken));
const connect = () => connectTo(first);

const rows: RowsOf<'access'> = {
  'integration-paused': [
    {
      hold: () => due(pause),
      ways: {
        'Resume the integration': { ...sent, act: resume },
      },
      decisions: {},
    },
    {
      hold: () => coded(pause),
      ways: { 'Resume the integration': { ...sent, act: resume } },
      decisions: { 'treat-as-done': ignored, cancel: { ...cancelled, then: resume } },
    },
    {
      hold: () => due(() => control().access({ token: true })),
      ways: {
        'rotate its credentials': {
          ...sent,
          act: () => desk.store.rotateCredentials(tokens(first, control().access({}).apiToken)),
        },
      },
      decisions: {},
    },
  ],
  'scope-missing': [
    {
      hold: async () => {
        await well();
        control().access({ scopes: readOnly });
        return (await desk.begin()).orderId;
      },
      ways: {
        'Give the API account the missing permission in BigCommerce, then test the connection': { ...sent, act: give },
        'make an account that has it and rotate the credentials to its token': { ...sent, act: otherAccount },
      },
      decisions: {},
    },
    {
      hold: async () => {
        await well();
        const { orderId } = await desk.begin();
        const ours = desk.desk.reference(orderId);
        await desk.inWarehouse(orderId, () =>
          desk.people.split(ours, { lines: [{ code: 'A', quantity: 1 }], suffix: '/B' }),
        );
        control().access({ scopes: readOnly });
        await knownEverywhere();
        await desk.inWarehouse(orderId, () => desk.people.ship(ours, { occurrence: 0, tracking: 'FIRST' }));
        return orderId;
      },
      ways: {
        'Give the API account the missing permission in BigCommerce, then test the connection': {
          ...toldAgain,
          act: give,
        },
        'make an account that has it and rotate the credentials to its token': { ...toldAgain, act: otherAccount },
      },
      decisions: {
        cancel: {
          stage: 'shipped',
          standing: ['REF SHIPPED 2A', 'REF/B CANCELLED 1A (theirs)'],
          told: ['FIRST 2A'],
          then: give,
        },
      },
    },
  ],
  'integration-gone': [
    {
      hold: () => due(disconnect),
      ways: { 'Connect the store again': { ...sent, act: connect } },
      decisions: {},
    },
    {
      hold: () => coded(disconnect),
      ways: { 'Connect the store again': { ...sent, act: connect } },
      decisions: { 'treat-as-done': ignored, cancel: { ...cancelled, then: connect } },
    },
  ],
  'other-merchant': {
    hold: async () => {
      await well();
      if (connected === second) await connectTo(first);
      const { orderId } = await desk.begin();
      await connectTo(second);
      return orderId;
    },
    ways: {},
    decisions: {
      'treat-as-done': {
        stage: 'ignored',
        standing: ['REF CANCELLED 3A'],
        act: (id) =>
          control().warehouse(desk.desk.reference(id), { merchantId: first.merchantId, status: 'CANCELLED' }),
      },
      'hand-over-again': {
        stage: 'handed-over',
        standing: ['REF NEW 3A', 'REF-s2 NEW 3A'],
        shipped: { told: ['AT-REF-s2 3A'] },
      },
      cancel: { stage: 'cancelled', standing: ['REF NEW 3A'], shipped: { told: [] } },
    },
    says: ['The order is at another myOGO merchant, which this integration cannot ask.'],
  },
};

describe('an order whose integration must not or cannot go on', () => {
  performRemedies(() => desk, rows, 'one by one');
});
