import { describe, expect, test } from 'vitest';
import type { StoreHash } from '../../../src/contract/ids.ts';
import type { OrderStory, ReleaseDecision } from '../../../src/contract/orders.ts';
import { integrationDetails } from '../../../src/workflows/integration/integration-details.ts';
import { code, escaped, time } from '../../../src/workflows/shared/markdown.ts';
import { orderDetails } from '../../../src/workflows/order/order-details.ts';
import { checkMessage } from '../../../src/contract/schemas/check-message.ts';
import { myOgoOrderChanged, storeOrderChanged } from '../../../src/contract/schemas/orders.ts';

const since = '2026-11-22T21:05:09.123Z';

const held: OrderStory = {
  orderId: 100,
  stage: 'held',
  summary: 'Held: No link matches the shipping method “Flat *Rate*” to FI.',
  addresses: [
    {
      addressId: 1,
      stage: 'held',
      method: 'Flat *Rate*',
      shipments: [],
      hold: {
        reason: 'shipping-method-not-linked',
        message: 'No link matches the shipping method “Flat *Rate*” to FI.',
        remedy: 'Link this shipping method.',
        since,
      },
    },
  ],
  decisions: [],
  effects: [],
};
const cancelIt: ReleaseDecision = { kind: 'cancel' };

describe('an order’s details', () => {
  const text = orderDetails(held, [{ kind: 'use-code', code: 'CODE' }, cancelIt]);

  test('say what happened, since when and what to do', () => {
    expect(text).toContain('### Order 100: held');
    expect(text).toContain('it waits since 2026-11-22 21:05 UTC (`shipping-method-not-linked`)');
    expect(text).toContain('**what to do:** Link this shipping method.');
  });

  test('hold the words for the page’s own forms, each as JSON that is a decision', () => {
    const data = [...text.matchAll(/`release`, data `(.+)`/g)].map(([, json = '']) => JSON.parse(json) as unknown);
    expect(data).toEqual([{ kind: 'use-code', code: 'CODE' }, { kind: 'cancel' }]);
    expect(text).toContain('`retry`, no data');
  });

  test('offer to give up an order: one that could not even be read in the store', () => {
    const [first] = held.addresses;
    const unread = { ...held, addresses: [], ...(first?.hold === undefined ? {} : { hold: first.hold }) };
    expect(orderDetails(unread, [])).toContain('- give the order up: cancel it in the store');
    expect(orderDetails(held, [])).toContain('`cancel`, no data');
  });

  test('ask for nothing while it goes on by itself', () => {
    const going = orderDetails({ ...held, stage: 'handed-over', addresses: [] }, []);
    expect(going).toContain('**What to do:** nothing');
    expect(going).not.toContain('How to do it here');
  });

  test('name what a decision is about, so that it is taken for nothing else', () => {
    const shown = orderDetails(held, [{ kind: 'treat-as-done', addressId: 1, finding: 'f1nd' }]);
    expect(shown).toContain('`{"kind":"treat-as-done","addressId":1,"finding":"f1nd"}`');
  });

  test('show every hold and every order of the warehouse, foreign goods and stray ones too', () => {
    const [first] = held.addresses;
    const more = { reason: 'status-forbids-sending', message: 'Status 13.', remedy: 'Set it.', since } as const;
    const orders = [
      { reference: 'abc-100', id: '7', status: 'NEW', pieces: [{ code: 'A_1', quantity: 2 }] },
      {
        ...({ reference: 'abc-100-EX1', status: 'NEW' } as const),
        ...{ pieces: [{ code: 'G', quantity: 1 }] },
        ...{ foreign: [{ code: 'G', quantity: 1 }], note: 'not ours' },
      },
    ] as const;
    const shown = orderDetails(
      {
        ...held,
        addresses: first === undefined ? [] : [{ ...first, moreHolds: [more], orders, pieces: '2 × A wanted: …' }],
        otherOrders: [{ reference: 'abc-100/9', status: 'PENDING', pieces: [] }],
      },
      [],
    );
    expect(shown).toContain('- what happened: Status 13.');
    expect(shown).toContain('**what to do:** Set it.');
    expect(shown).toContain('- in myOGO as `abc-100` (`7`): NEW; 2 × A\\_1');
    expect(shown).toContain('- in myOGO as `abc-100-EX1`: NEW; 1 × G; not sent from here: 1 × G; not ours');
    expect(shown).toContain('- in myOGO as `abc-100/9`: PENDING');
    expect(shown).toContain('- pieces: 2 × A wanted: …');
  });

  test('say until when it waits', () => {
    const [first] = held.addresses;
    if (first === undefined) throw new Error('no address');
    const { hold: _hold, ...rest } = first;
    const waits = { words: 'Grace.', until: since };
    const shown = orderDetails({ ...held, stage: 'ready', addresses: [{ ...rest, stage: 'ready', waits }] }, []);
    expect(shown).toContain('- waits until 2026-11-22 21:05 UTC: Grace.');
    expect(_hold).toBeDefined();
  });

  test('show the text of others as it is', () => {
    expect(text).toContain(String.raw`“Flat \*Rate\*”`);
  });
});

describe('an integration’s details', () => {
  const status: Parameters<typeof integrationDetails>[0] = {
    storeHash: 'abc123' as StoreHash, // a valid one
    merchantId: '17',
    stage: 'live',
    since,
    summary: 'Live: stock and orders flow.',
    links: [],
    latestChanges: { running: true },
    store: { name: 'Mugs & More', inventoryScope: true },
    lastTest: undefined,
    credentialsVersion: 1,
    questions: [],
  };
  const question = {
    id: 'first-import-12',
    kind: 'first-import' as const,
    summary: '60 paid orders were never handed over.',
    items: ['100', '101', '102', '103', '104', '105'],
    count: 60,
    fingerprint: 'f',
    askedAt: since,
  };

  test('name the store and the way to pause it, and warn of the button that looks like it', () => {
    const text = integrationDetails(status);
    expect(text).toContain('### Mugs & More, store abc123: live');
    expect(text).toContain('`pause`, data `{"reason":"why"}`');
    expect(text).toContain('*Pause Workflow* above is not the way');
  });

  test('while it is paused, name the way to resume', () => {
    const text = integrationDetails({ ...status, stage: 'paused', paused: { reason: 'stock-taking', at: since } });
    expect(text).toContain('`resume`, no data');
    expect(text).not.toContain('`pause`');
  });

  test('tell what is missing: how to mend what is required, and only the names of what is done without', () => {
    const check = { side: 'bigcommerce' as const, purpose: 'x', ok: false as const, remedy: 'Give it.' };
    const checks = [
      { ...check, capability: 'Orders: modify', needed: 'required' as const, problem: 'It is missing.' },
      { ...check, capability: 'Store Inventory: read', needed: 'recommended' as const },
    ];
    const text = integrationDetails({ ...status, lastTest: { ok: false, at: since, checks } });
    expect(text).toContain('- **missing:** Orders: modify. It is missing. Give it.');
    expect(text).toContain('- recommended, and done without: Store Inventory: read');
  });

  test('show an open question with what answers it, and no answered one', () => {
    const text = integrationDetails({ ...status, questions: [question] });
    expect(text).toContain('It is about: 100, 101, 102, 103, 104 and 55 more.');
    expect(text).toContain('`{"questionId":"first-import-12","decision":"approve"}`');
    const answer = { decision: 'approve' as const, at: since };
    expect(integrationDetails({ ...status, questions: [{ ...question, answer }] })).not.toContain('`answer`');
  });
});

test('Markdown of others is text, a word to copy stays one word, and a time is readable', () => {
  expect(escaped('[x](y) `z`\n# <b>')).toBe(String.raw`\[x\](y) \`z\` \# \<b\>`);
  expect(code('a`b\nc')).toBe('`a’b’c`');
  expect([time(since), time('soon')]).toEqual(['2026-11-22 21:05 UTC', 'soon']);
});

describe('what a person sends from a form may have any shape', () => {
  test.each([undefined, null, {}, { statusId: '11', dateModified: since }])('%j is no change of the store', (given) => {
    expect(checkMessage(storeOrderChanged, given, 'data').ok).toBe(false);
  });
  test('a change of the store is one', () => {
    expect(checkMessage(storeOrderChanged, { statusId: 11, dateModified: since }, 'data').ok).toBe(true);
  });
  test.each([
    undefined,
    null,
    {},
    { reference: 'a', editTime: since, status: 'LOST' },
    { reference: 'a', editTime: since, status: 'NEW', lines: null },
    { reference: 'a', editTime: since, status: 'NEW', lines: 7 },
  ])('%j is no news of the warehouse', (given) => {
    expect(checkMessage(myOgoOrderChanged, given, 'data').ok).toBe(false);
  });
  test('news of the warehouse are some', () => {
    expect(checkMessage(myOgoOrderChanged, { reference: 'a', editTime: since, status: 'SHIPPED' }, 'data').ok).toBe(
      true,
    );
  });
});
