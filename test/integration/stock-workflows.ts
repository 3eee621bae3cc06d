import { allHandlersFinished, condition, defineQuery, defineSignal, setHandler } from '@temporalio/workflow';
import type { Connection } from '../../src/contract/integration.ts';
import type { AccessReport } from '../../src/contract/integration/access.ts';
import type { Answer, DueReport, KeptQuestion } from '../../src/contract/integration/questions.ts';
import { goodsInMessages, integrationMessages, orderMessages } from '../../src/contract/messages.ts';
import type { CreateProductInput, CreateProductsInput } from '../../src/contract/products.ts';
import { GoodsInState } from '../../src/domain/stock/goods-in-state.ts';
import { afterFall, zerosFalling, type Fall } from '../../src/domain/integration/questions/fallen-zeros.ts';
import { afterAnswer, afterReport } from '../../src/domain/integration/questions.ts';
import { shownQuestion } from '../../src/domain/integration/questions/shown-question.ts';
import { newFacts, type OrderFacts } from '../../src/domain/orders/facts/facts.ts';
import { takeNews } from '../../src/domain/orders/learn/learn-warehouse.ts';
import type { FulfilOrderInput, MyOgoOrderChanged, StoreOrderChanged } from '../../src/contract/orders.ts';

// The runs under test are the real ones. What they talk to is played here: it answers, keeps what it is told, and
// shows it to the test.
export { awaitedPart } from '../../src/workflows/stock/awaited-part.ts';
export { merchantGoods } from '../../src/workflows/stock/merchant-goods.ts';
export { owedLedger } from '../../src/workflows/stock/owed-ledger.ts';
export { changesWatch } from '../../src/workflows/changes/changes-watch.ts';
export { latestChanges } from '../../src/workflows/changes/latest-changes.ts';
export { maintain } from '../../src/workflows/maintain.ts';
export { reconcile } from '../../src/workflows/changes/reconcile.ts';

export const setConnection = defineSignal<[Connection]>('setConnection');
export const answerQuestion = defineSignal<[{ id: string; decision: Answer['decision'] }]>('answerQuestion');
export const answerAll = defineSignal<[Answer['decision']]>('answerAll');
export const heard = defineQuery<Heard>('heard');
/** Ends a run; an order's leaves an account of what it was told, if it is to know it. */
export const finish = defineSignal<[knowing?: boolean]>('finish');

interface Heard {
  readonly asked: readonly DueReport[];
  readonly questions: readonly KeptQuestion[];
  readonly refused: readonly AccessReport[];
}

/** Plays the entity. */
export async function integration(first: Connection): Promise<void> {
  let connection = first;
  let questions: readonly KeptQuestion[] = [];
  let done = false;
  const asked: DueReport[] = [];
  const refused: AccessReport[] = [];
  const isAsked = (kind: KeptQuestion['kind']) => questions.some((question) => question.kind === kind);
  setHandler(integrationMessages.connection, () => {
    const open = questions.find(({ kind, answer }) => kind === 'first-import' && answer === undefined);
    return {
      ...connection,
      zerosAsked: isAsked('stock-brake'),
      importAsked: isAsked('first-import'),
      ...(open === undefined ? {} : { importWaitsBefore: open.askedAt }),
    };
  });
  // The runs under test read no more of it than this.
  setHandler(
    integrationMessages.status as never,
    (() => ({
      storeHash: connection.storeHash,
      questions: questions.map(shownQuestion),
      stage: connection.stage,
      latestChanges: { allowed: true, running: true, wanted: true, every: connection.settings.every ?? '24h' },
      webhooks: {},
    })) as never,
  );
  setHandler(integrationMessages.questions, () => questions);
  let falls: readonly Fall[] = [];
  setHandler(integrationMessages.zerosFalling, () => zerosFalling(falls, questions, new Date().toISOString()));
  setHandler(integrationMessages.kept, () => {
    const { merchantId, settings, links, linksVersion, settingsVersion, credentials } = connection;
    const versions = { credentials: credentials?.version ?? 0, settings: settingsVersion, links: linksVersion };
    return { merchantId, endedAt: '2026-01-01T00:00:00.000Z', live: true, settings, links, versions };
  });
  setHandler(integrationMessages.reportDue, (report) => {
    asked.push(report);
    questions = afterReport(questions, report, new Date().toISOString());
    falls = afterFall(falls, report, new Date().toISOString());
  });
  setHandler(answerAll, (decision) => {
    const answer = { decision, at: new Date().toISOString() };
    for (const { id } of questions) questions = afterAnswer(questions, id, answer)?.kept ?? questions;
  });
  setHandler(answerQuestion, ({ id, decision }) => {
    questions = afterAnswer(questions, id, { decision, at: new Date().toISOString() })?.kept ?? questions;
  });
  setHandler(integrationMessages.accessRefused, (report) => void refused.push(report));
  setHandler(setConnection, (next) => void (connection = next));
  setHandler(heard, () => ({ asked, questions, refused }));
  setHandler(finish, () => void (done = true));
  await condition(() => done && allHandlersFinished());
}

/** Plays the run that awaits goods. */
export async function goodsIn(first: readonly string[]): Promise<void> {
  let awaited = first;
  let done = false;
  setHandler(goodsInMessages.goodsCame, (codes) => {
    awaited = awaited.filter((sku) => !codes.includes(sku));
  });
  setHandler(goodsInMessages.awaited, (skus) => (skus ?? awaited).filter((sku) => awaited.includes(sku)));
  // None of them is renamed here.
  setHandler(goodsInMessages.awaitedVariants, () => ({}));
  // It is asked also once it has ended: nothing is awaited then.
  setHandler(goodsInMessages.kept, () => ({ kept: new GoodsInState().snapshot() }));
  setHandler(finish, () => void (done = true));
  await condition(() => done);
}

export const told = defineQuery<OrderHeard>('told');

interface OrderHeard {
  readonly input: FulfilOrderInput;
  readonly news: readonly (StoreOrderChanged | MyOgoOrderChanged)[];
}

/** Plays the run of an order: open until it is told to finish, with an account or, as one that was lost, without. */
export async function fulfilOrder(input: FulfilOrderInput): Promise<{ account?: OrderFacts }> {
  const news: (StoreOrderChanged | MyOgoOrderChanged)[] = [];
  let done = false;
  setHandler(orderMessages.storeOrderChanged, (change) => void news.push(change));
  setHandler(orderMessages.myOgoOrderChanged, (change) => void news.push(change));
  const knows: boolean[] = [];
  setHandler(told, () => ({ input, news }));
  setHandler(finish, (knowing) => {
    done = true;
    if (knowing === true) knows.push(true);
  });
  await condition(() => done);
  if (knows.length === 0) return {};
  let account = newFacts(input.storeHash, input.orderId, false);
  for (const row of news) {
    if ('reference' in row) account = takeNews(account, { ...row, merchantId: row.merchantId ?? '' }, row.editTime);
  }
  return { account };
}

/** Plays the run of a product. */
export async function createProduct(input: CreateProductInput): Promise<CreateProductInput> {
  return Promise.resolve(input);
}

/** Plays the run that tells myOGO of changed products. */
export async function createProducts(input: CreateProductsInput): Promise<CreateProductsInput> {
  return Promise.resolve(input);
}
