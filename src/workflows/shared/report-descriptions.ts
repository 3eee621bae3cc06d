const by = 'For the integration itself:';
const AT = '"2026-01-31T12:00:00Z"';

/**
 * What the Temporal UI says of the signals that runs send each other, each with the data that it takes: whoever looks may
 * have to send one. What cannot be meant has no effect but a line in the worker's log.
 */
export const reportDescriptions = {
  storeOrderChanged: `${by} the store’s order changed. Data: {"statusId":11,"dateModified":${AT}}.`,
  myOgoOrderChanged: `${by} the warehouse’s order changed. Data: {"reference":"abc123-1042","status":"SHIPPED","editTime":${AT}}.`,
  goodsArrived: `${by} goods were received. No data.`,
  accessRefused: `${by} a side refused access. Data: {"side":"bigcommerce","type":"CredentialsRejected","credentialsVersion":1}.`,
  reportDue: `${by} what waits for a person. Data: {"kind":"stock-brake","due":["MUG"],"over":[]}.`,
  scheduleSeen: `${by} how the schedule was found. Data: {} or {"pausedByPerson":"a note"}.`,
  legsSeen: `${by} which legs fail. Data: {"of":"latest-changes","failing":[]}.`,
  hooksSeen: `${by} what webhooks announced. Data: {"source":"storeOrders","announced":1,"lags":[2]}.`,
  pollFound: `${by} what a poll found first. Data: [{"source":"storeOrders","at":${AT}}].`,
  owedKept: `${by} which parts of the ledger are there. Data: {"shard":1,"kept":true}.`,
  testNow: 'Test the credentials now, as after a change of the worker’s keys. No data.',
  report: `${by} what orders owe. Data: [{"orderId":1042,"revision":2,"owed":{"MUG":1}}].`,
  catalogueRead: `${by} how far the catalogue is read. Data: {"rows":250}.`,
  awaitGoods: `${by} SKUs whose goods are awaited. Data: {"awaited":["MUG"],"received":false}.`,
  lookNow: 'Look now instead of at the next time. No data.',
  goodsCame: `${by} codes whose goods somebody has seen. Data: ["MUG"].`,
  dropAwaited: `${by} SKUs that are awaited no more. Data: ["MUG"].`,
  partReport: `${by} what is left in a part. Data: {"shard":1,"left":0,"received":1,"message":1}.`,
  keepAwaited: `${by} SKUs for a part to keep. Data: {"skus":["MUG"],"message":1}.`,
  handOn: `${by} the store is gone; who awaits its SKUs now. Data: {"to":null} or {"to":"abc123"}.`,
  awaits: `${by} a store of the merchant awaits goods. Data: {"storeHash":"abc123","inParts":false}.`,
  awaitsNoMore: `${by} a store awaits nothing any more. Data: "abc123".`,
  hint: 'Read now what changed, as after a webhook. Data: {"source":"storeOrders","ids":[1042]}.',
  reportRows: `${by} what the report does not list. Data: {"part":"stock","attempt":1,"rows":[{"part":"stock","what":"written","sku":"MUG","from":1,"to":2}]}.`,
  join: `${by} a store to look at from now on. Data: {"storeHash":"abc123","everyMs":300000}.`,
} as const;

/** By the name of a signal. */
export function describedSignal(name: string): { readonly description: string } | undefined {
  const description = (reportDescriptions as Readonly<Record<string, string>>)[name];
  return description === undefined ? undefined : { description };
}
