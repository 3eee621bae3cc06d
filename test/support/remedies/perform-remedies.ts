import { describe, expect, it } from 'vitest';
import type { Hold } from '../../../src/contract/hold-reasons.ts';
import {
  decisionKinds,
  type DecisionKind,
  type OrderStory,
  type ReleaseDecision,
} from '../../../src/contract/orders.ts';
import { decisionsAbout } from '../../../src/contract/runs/decisions-about.ts';
import { isLong } from '../sample.ts';
import type { RemedyDesk } from './remedy-desk.ts';
import { reasonOf, wordsOf, type Ends, type Remedy, type Row, type Way } from './remedy-table.ts';

type Rows = Readonly<Partial<Record<Remedy, Row | readonly Row[]>>>;
type Performed = {
  readonly remedy: Remedy;
  readonly row: Row;
  readonly words: string;
  readonly way: Way;
  readonly kind?: DecisionKind;
};

/** Performs every remedy of the rows as its text words it, and every decision that is offered, and follows the order to its end. */
export function performRemedies(desk: () => RemedyDesk, rows: Rows, how: 'at once' | 'one by one' = 'at once'): void {
  const remedies = Object.keys(rows) as Remedy[]; // keys of the rows
  const rowsOf = (remedy: Remedy): readonly Row[] => {
    const of = rows[remedy] ?? [];
    return 'hold' in of ? [of] : of;
  };
  const all = remedies.flatMap((remedy) => rowsOf(remedy).flatMap((row) => performedOf(remedy, row)));
  const decisionsIn = (these: readonly Remedy[]) =>
    these.flatMap(rowsOf).flatMap(({ decisions }) => Object.keys(decisions));

  it.each(remedies)('%s: every sentence of the remedy is performed, and every decision about the reason', (remedy) => {
    const performed = rowsOf(remedy).flatMap(({ ways, says = [] }) => [...Object.keys(ways), ...says]);
    const sentences = wordsOf(remedy).split(/(?<=[.:;])\s+/);
    const left = sentences.filter(
      (one) =>
        !performed.some((words) => one.includes(words) || words.includes(one)) &&
        named(one).length === 0 &&
        !outcome.test(one),
    );
    expect(left).toEqual([]);
    expect(decisionsIn([remedy])).toEqual(expect.arrayContaining([...named(wordsOf(remedy))]));
    const reason = reasonOf(remedy);
    const ofReason = remedies.filter((one) => reasonOf(one) === reason);
    expect(decisionsIn(ofReason)).toEqual(expect.arrayContaining([...decisionsAbout[reason]]));
  });

  const each = how === 'at once' ? { describe: describe.concurrent, it: it.concurrent } : { describe, it };
  each.describe('a remedy works as its words say', () => {
    each.it.each(isLong ? all : quick(all))('$remedy: $words', async (performed) => {
      await perform(desk(), performed, all.find(({ remedy }) => remedy === performed.remedy) === performed);
    });
  });
}

/** Of each remedy its first way or its first decision, by turns; all of them in the long suite. */
function quick(all: readonly Performed[]): readonly Performed[] {
  const possible = all.filter(({ row }) => row.long !== true);
  return [...new Set(possible.map(({ remedy }) => remedy))].flatMap((remedy, at) => {
    const of = possible.filter((one) => one.remedy === remedy);
    return of.find(({ kind }) => (kind === undefined) === (at % 2 === 0)) ?? of[0] ?? [];
  });
}

/** What comes of it: the order is followed to there. */
const outcome = /goes on( by itself|, too)|is (then )?handed over/;

/** The decisions that a text names. */
function named(words: string): readonly DecisionKind[] {
  return decisionKinds.filter((kind) =>
    kind === 'cancel' ? /with cancel|Or cancel/.test(words) : words.includes(kind),
  );
}

function performedOf(remedy: Remedy, row: Row): readonly Performed[] {
  return [
    ...Object.entries(row.ways).map(([words, way]) => ({ remedy, row, words, way })),
    ...decisionKinds.flatMap((kind) => {
      const way = row.decisions[kind];
      return way === undefined ? [] : [{ remedy, row, words: `release with ${kind}`, way, kind }];
    }),
  ];
}

async function perform(
  desk: RemedyDesk,
  { remedy, row, words, way, kind }: Performed,
  isFirst: boolean,
): Promise<void> {
  const orderId = await row.hold();
  const held = await desk.until(orderId, (story) => holdOf(story, remedy) !== undefined);
  await desk.rest(orderId);
  const hold = holdOf(held, remedy);
  if (hold === undefined) throw new TypeError('it was found a moment ago');
  expect(hold.message).toMatch(/^\S.*\S$/s);
  expect(held.summary).toContain('Held: ');
  const offered = await desk.offered(orderId, hold);
  expect([...offered].sort()).toEqual(Object.keys(row.decisions).sort());
  if (isFirst) await refusesOthers(desk, orderId, hold, offered);
  await way.act?.(orderId);
  if (kind === undefined) {
    expect(wordsOf(remedy)).toContain(words);
    if (/\bretry\b/.test(words)) await desk.orders.retry(orderId);
    if (words.includes('orders.fulfil')) await desk.orders.fulfil(orderId);
    if (way.withinTheHour === true) await desk.sweep();
  } else
    await desk.orders.release(orderId, {
      ...asDecision(kind),
      ...(hold.finding === undefined ? {} : { finding: hold.finding }),
    });
  await way.then?.(orderId);
  // What is held still is something else: another address, of which nobody has decided.
  const isOver = (left: Hold | undefined) =>
    left === undefined || (way.stage === 'held' && left.finding !== hold.finding);
  await desk.until(orderId, (story) => isOver(holdOf(story, remedy)) && story.stage === way.stage);
  await desk.rest(orderId);
  expect({ stage: (await desk.shop.story(orderId)).stage, ...desk.ledger(orderId) }).toEqual({
    stage: way.stage,
    standing: [...way.standing].sort(),
    told: way.told ?? [],
    notes: way.notes ?? [],
  });
  if (way.stage !== 'held') await goesOn(desk, orderId, way);
}

/** What does not answer it is refused in a sentence, with what keeps every order of the store, and nothing is changed. */
async function refusesOthers(
  desk: RemedyDesk,
  orderId: number,
  { finding }: Hold,
  offered: readonly DecisionKind[],
): Promise<void> {
  // A link that is saved meanwhile has a held order judged anew, which is no decision of a person.
  const decided = async () =>
    (await desk.shop.story(orderId)).decisions.filter(({ candidates }) => candidates === undefined);
  const before = await decided();
  const keeps = (await desk.orders.standing())?.words;
  for (const kind of decisionKinds.filter((one) => !offered.includes(one))) {
    const decision = { ...asDecision(kind), ...(finding === undefined ? {} : { finding }) };
    const refused = desk.orders.release(orderId, decision);
    await expect(refused).rejects.toMatchObject({ type: 'Refused' });
    const words = await refused.then(
      () => '',
      (error: unknown) => (error as Error).message, // a refusal, as it has just been shown to be
    );
    expect(keeps === undefined || words.endsWith(` ${keeps}`), words).toBe(true);
    expect(words.slice(0, keeps === undefined ? undefined : -keeps.length - 1)).toMatch(/^[A-Z][^.]*\.$/);
  }
  expect(await decided()).toEqual(before);
}

/** All that is on its way ships, the store is told of it, and the run ends. */
async function goesOn(
  desk: RemedyDesk,
  orderId: number,
  { stage, standing, told = [], notes = [], shipped = {} }: Ends,
): Promise<void> {
  const onTheirWay = standing.filter((one) => /^\S+ (NEW|PENDING|COLLECTING|RESERVED|DRAFT) [^(]*$/.test(one));
  if (stage === 'handed-over') expect(desk.living(orderId, shipped.theirs)).not.toEqual([]);
  const more = onTheirWay.map((one) => `AT-${one.split(' ')[0] ?? ''} ${one.split(' ')[2] ?? ''}`);
  if (desk.living(orderId, shipped.theirs).length > 0) {
    await desk.inWarehouse(orderId, () => {
      for (const { reference, id, status, lines } of desk.living(orderId, shipped.theirs)) {
        if (status === 'Pending') desk.shop.stock(Object.fromEntries(lines.map(({ code }) => [code, 50])));
        desk.people.ship(reference, { id, tracking: `AT-${reference}` });
      }
    });
  }
  await desk.finished(orderId);
  const { told: at, notes: noted } = desk.ledger(orderId);
  expect({ told: at, notes: noted }).toEqual({
    told: shipped.told ?? [...told, ...more].sort(),
    notes: shipped.notes ?? notes,
  });
}

function holdOf(story: OrderStory, remedy: Remedy): Hold | undefined {
  const all = [story, ...story.addresses].flatMap(({ hold, moreHolds = [] }) => [
    ...(hold ? [hold] : []),
    ...moreHolds,
  ]);
  return all.find((one) => one.reason === reasonOf(remedy) && one.remedy === wordsOf(remedy));
}

function asDecision(kind: DecisionKind): ReleaseDecision {
  if (kind === 'use-code') return { kind, code: 'POSTI' };
  return kind === 'use-pickup-point' ? { kind, code: '0118' } : { kind };
}
