import { afterAll, beforeAll, describe } from 'vitest';
import type { CashOnDelivery } from '../../src/contract/settings.ts';
import { performRemedies } from '../support/remedies/perform-remedies.ts';
import { openRemedies, type RemedyDesk } from '../support/remedies/remedy-desk.ts';
import type { Ends, RowsOf } from '../support/remedies/remedy-table.ts';

let desk: RemedyDesk;
beforeAll(async () => {
  desk = await openRemedies();
});
afterAll(() => desk.close());

const door = { paymentMethods: ['Cash*'], statuses: [7] };
const set = (cashOnDelivery: CashOnDelivery | null) => desk.store.changeSettings({ cashOnDelivery });
async function atTheDoor(setting: CashOnDelivery | null): Promise<number> {
  await set(setting);
  const order = { paymentMethod: 'Cash on Delivery', statusId: 7, paid: false, addresses: [{ country_iso2: 'FI' }] };
  return (await desk.begin(order)).orderId;
}

const sent = { stage: 'handed-over', standing: ['REF NEW 3A'] } as const satisfies Ends;
const decisions = {
  'treat-as-done': { stage: 'ignored', standing: [] },
  cancel: { stage: 'cancelled', standing: [] },
} as const;

const engraving = { name: 'Engraving', value: 'Rabin', type: 'Text field' };
async function engraved(): Promise<number> {
  await desk.store.changeSettings({ lineOptions: null });
  return (await desk.begin({ lines: [{ sku: 'A', name: 'A', quantity: 3, options: [engraving] }] })).orderId;
}
const longWords = 'word '.repeat(40);
async function wordy(): Promise<number> {
  desk.shop.sandbox.control.settings({ maxCommentsLength: 100 });
  return (await desk.begin({ customerMessage: longWords })).orderId;
}

const rows: RowsOf<'money'> = {
  'comment-undecided': {
    hold: engraved,
    ways: {
      'Say once what becomes of such words, by the settings customerMessage, giftWords and lineOptions': {
        ...sent,
        act: () => desk.store.changeSettings({ lineOptions: 'forward' }),
      },
    },
    decisions: { ...decisions, 'forward-words': sent, 'drop-words': sent },
  },
  'words-too-long': {
    hold: wordy,
    ways: {
      'Shorten the customer’s message in the store': {
        ...sent,
        act: (id) =>
          desk.inStore(id, () => {
            desk.acts.editMessage(id, 'short');
          }),
      },
    },
    decisions: { ...decisions, 'drop-words': sent },
  },
  'cash-on-delivery-undecided': {
    hold: () => atTheDoor(null),
    ways: {
      'Say once whether this payment method is paid at the door, by the setting cashOnDelivery': {
        ...sent,
        act: () => set(door),
      },
    },
    decisions,
  },
  'cash-on-delivery-impossible': {
    hold: () => atTheDoor({ ...door, shippingCodes: ['POSTI'] }),
    ways: { 'Correct the setting cashOnDelivery': { ...sent, act: () => set(door) } },
    decisions,
  },
};

describe('an order that is paid at the door', () => {
  performRemedies(() => desk, rows, 'one by one');
});
