/**
 * Task queues: both are polled by one process. All workflows run on the main one; long scans are activities of the other,
 * so that they can never fill the slots that orders need.
 */
export const TaskQueue = {
  main: 'ogoship-bigcommerce',
  scan: 'ogoship-bigcommerce-scan',
} as const;

/** How the server's address is written. */
export const SERVER_ADDRESS_EXPECTED = 'host:port, for example 127.0.0.1:7233';

/** A host with or without its port: what has more, such as `http:`, or less, would never be found to be wrong. */
const ADDRESS = /^(?:[a-z0-9](?:[a-z0-9._-]{0,251}[a-z0-9])?[.]?|\[[0-9a-f:.]+\])(?::(\d{1,5}))?$/i;

/** Whether a Temporal server could be there: a client waits for one that is away, and would for one that cannot be. */
export function isServerAddress(address: string): boolean {
  const [, port = '7233'] = ADDRESS.exec(address) ?? [undefined, '0'];
  return Number(port) >= 1 && Number(port) <= 65_535;
}

/** Registered workflow types. */
export const WorkflowType = {
  integration: 'integration',
  goodsIn: 'goodsIn',
  createProducts: 'createProducts',
  createProduct: 'createProduct',
  latestChanges: 'latestChanges',
  reconcile: 'reconcile',
  fulfilOrder: 'fulfilOrder',
  lookup: 'lookup',
  maintain: 'maintain',
  owedLedger: 'owedLedger',
  awaitedPart: 'awaitedPart',
  merchantGoods: 'merchantGoods',
  hints: 'hints',
  changesWatch: 'changesWatch',
} as const;

/** Begins the note of a schedule's state that is ours: a pause with another note is a person's. */
export const SCHEDULE_NOTE = 'Derived by the integration: ';

/** Search attributes, all Keyword and never personal. Registered by `ogoship setup` and by the dev server. */
export const SearchAttribute = {
  integration: 'OgoIntegration',
  stage: 'OgoStage',
  hold: 'OgoHold',
  order: 'OgoOrder',
} as const;

/** Lower is sooner. Work of one store is kept fair beside other stores' by the fairness key (the store hash). */
export const PriorityKey = { orders: 1, tracking: 2, stock: 3, catalogue: 5 } as const;

/** What a store's shared API quota is spent for, dearest first. */
export type QuotaPriority = keyof typeof PriorityKey;

/** The priority of a run: its activities and children inherit it. */
export function runPriority(storeHash: string, of: QuotaPriority): { priorityKey: number; fairnessKey: string } {
  return { priorityKey: PriorityKey[of], fairnessKey: storeHash };
}
