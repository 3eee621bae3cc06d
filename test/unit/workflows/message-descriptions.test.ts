import { expect, test } from 'vitest';
import * as messages from '../../../src/contract/messages.ts';
import { checkMessage, type MessageSchema } from '../../../src/contract/schemas/check-message.ts';
import * as ofChanges from '../../../src/contract/schemas/changes.ts';
import * as ofHooks from '../../../src/contract/schemas/hooks.ts';
import * as ofIntegration from '../../../src/contract/schemas/integration.ts';
import * as ofOrders from '../../../src/contract/schemas/orders.ts';
import * as ofProducts from '../../../src/contract/schemas/products.ts';
import * as ofShipping from '../../../src/contract/schemas/shipping.ts';
import * as ofStock from '../../../src/contract/schemas/stock.ts';
import { integrationDescriptions, orderDescriptions } from '../../../src/workflows/shared/message-descriptions.ts';
import { reportDescriptions } from '../../../src/workflows/shared/report-descriptions.ts';

/** What each message that takes data may say, by its name; the others take none. */
const schemas: Readonly<Record<string, MessageSchema<unknown>>> = {
  ...{ storeOrderChanged: ofOrders.storeOrderChanged, myOgoOrderChanged: ofOrders.myOgoOrderChanged },
  ...{
    release: ofOrders.releaseDecision,
    changeSettings: ofIntegration.changeSettings,
    pause: ofIntegration.pauseRequest,
  },
  ...{ answer: ofIntegration.answerRequest, enableLatestChanges: ofIntegration.enableLatestChanges },
  ...{ disableLatestChanges: ofIntegration.disableLatestChanges, linkShippingMethod: ofShipping.shippingLink },
  ...{ unlinkShippingMethod: ofShipping.linkKey, accessRefused: ofIntegration.accessReport },
  ...{ reportDue: ofIntegration.dueReport, scheduleSeen: ofIntegration.scheduleSeen, legsSeen: ofIntegration.legsSeen },
  ...{ report: ofStock.owedReports, catalogueRead: ofProducts.catalogueReport, awaitGoods: ofProducts.awaitGoods },
  ...{ goodsCame: ofStock.codes, dropAwaited: ofStock.codes, partReport: ofStock.partReport, handOn: ofStock.handOn },
  ...{ keepAwaited: ofStock.keepAwaited, awaits: ofStock.holdsAwaited, awaitsNoMore: ofStock.storeOfMerchant },
  ...{ owedKept: ofStock.owedKept },
  ...{ hint: ofHooks.hint, hooksSeen: ofHooks.hooksSeen, pollFound: ofHooks.pollFound, join: ofChanges.joinWatch },
  ...{ reportRows: ofChanges.reportRows },
};
/** Their data is sealed: no example of it may be one. */
const sealed = ['connect', 'rotateCredentials'];

const described: Readonly<Record<string, string>> = {
  ...reportDescriptions,
  ...orderDescriptions,
  ...integrationDescriptions,
};
const sent = Object.values(messages).flatMap((group) =>
  Object.values<{ readonly type: string; readonly name: string }>(group).filter(({ type }) => type !== 'query'),
);
const names = [...new Set(sent.map(({ name }) => name))];

test('there are messages of every run', () => expect(names.length).toBeGreaterThan(35));

test.each(names)('%s says what it does, and which data it takes', (name) => {
  const text = described[name] ?? '';
  expect(text).toMatch(/^[A-Z].*\.$/);
  const schema = schemas[name];
  if (sealed.includes(name)) expect(text).toMatch(/Data: .*\{"/);
  else if (schema === undefined) expect(text).toMatch(/No data\.$/);
  else {
    const examples = examplesIn(text);
    expect(examples.length).toBeGreaterThan(0);
    for (const each of examples) expect(checkMessage(schema, JSON.parse(each)), each).toMatchObject({ ok: true });
  }
});

/** The JSON values of a description, behind “Data:”. */
function examplesIn(text: string): readonly string[] {
  const data = text.slice(text.indexOf('Data: ') + 6);
  if (data.startsWith('"')) return [/^"[^"]*"/.exec(data)?.[0] ?? ''];
  const found: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < data.length; at += 1) {
    const letter = data.charAt(at);
    if ('{['.includes(letter) && (depth += 1) === 1) from = at;
    if ('}]'.includes(letter) && (depth -= 1) === 0) found.push(data.slice(from, at + 1));
  }
  return found;
}
