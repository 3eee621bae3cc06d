import fc from 'fast-check';
import { expect } from 'vitest';
import { accountOf } from '../../../../src/domain/orders/account/account.ts';
import { bagOf, isEmpty, minus, only, piecesOf, plus, type Bag } from '../../../../src/domain/orders/facts/bag.ts';
import { beginWith } from '../../../../src/domain/orders/facts/begin.ts';
import { newFacts, type OrderFacts } from '../../../../src/domain/orders/facts/facts.ts';
import { isDone, nextSteps } from '../../../../src/domain/orders/next-steps.ts';
import type { Act, Step } from '../../../../src/domain/orders/steps/steps.ts';
import { takeNews } from '../../../../src/domain/orders/learn/learn-warehouse.ts';
import { heedFall } from '../../../../src/domain/orders/learn/second-reading.ts';
import type { RawReading } from '../../../../src/domain/orders/learn/learn-store.ts';
import { counterexamples } from './counterexamples.ts';
import {
  aboutWanted,
  anything,
  besideStrangers,
  happen,
  isUndecided,
  skus,
  undecided,
  type Happening,
} from './events.ts';
import { Story } from './story.ts';
import { orderId, storeHash } from './world.ts';
import { keptDocument } from '../../../../src/domain/orders/facts/decision-facts.ts';

/** What the promises are about. A test may put a wrong one in the place of each, to see that it is found out. */
export interface Rules {
  readonly nextSteps: typeof nextSteps;
  readonly accountOf: typeof accountOf;
  readonly takeNews: typeof takeNews;
  readonly beginWith: typeof beginWith;
  /** A reading, as it is understood. */
  readonly takenFor: (reading: RawReading) => RawReading;
  /** What fewer wanted pieces say of what was settled before. */
  readonly heedFall: typeof heedFall;
  /** The facts, as they were learnt. */
  readonly learnt: (facts: OrderFacts) => OrderFacts;
}

export const ours: Rules = {
  nextSteps,
  accountOf,
  takeNews,
  beginWith,
  takenFor: (reading) => reading,
  heedFall,
  learnt: (facts) => facts,
};

/** Tries many lives; fails where one of them breaks the promise. */
type Promised = (rules: Rules, of?: { readonly numRuns: number; readonly seed: number }) => void;

const long = process.env['TEST_LONG'] === '1';
const seed = process.env['SEED'];
/** `RUNS=20000 SEED=1 npx vitest run …`: as many lives as one has time for, and the same ones again. */
const numRuns = Number(process.env['RUNS'] ?? (long ? 3_000 : 100));
const runs = { numRuns, ...(seed === undefined ? {} : { seed: Number(seed) }) };
/** Every life that once broke a promise is lived again, whatever the seed. */
const kept = { ...runs, examples: counterexamples.map((life): [readonly Happening[]] => [life]) };
const keptListed = {
  ...runs,
  examples: counterexamples.flatMap((life): [readonly Happening[], number, boolean][] => [
    [life, 1, false],
    [life, 60, true],
  ]),
};
const keptUndecided = { ...runs, examples: kept.examples.filter(([life]) => life.every(isUndecided)) };

function live(
  happenings: readonly Happening[],
  each: (story: Story) => void = () => undefined,
  story = new Story(),
): Story {
  story.world.links['Odd'] = { kind: 'none' };
  story.place(7, '3 A, 2 B').read();
  for (const one of happenings) {
    happen(story, one);
    each(story);
  }
  return story;
}

/** The same list in an order that the seed chooses. */
function inAnyOrder<T>(list: readonly T[], seed: number): readonly T[] {
  const by = (index: number) => ((index + 1) * (2 * (seed % 97) + 1)) % 101;
  return list
    .map((one, index) => ({ one, by: by(index) }))
    .sort((a, b) => a.by - b.by)
    .map(({ one }) => one);
}

const copied = <T>(of: T) => JSON.parse(JSON.stringify(of)) as T; // of this very shape

const numbersOf = (rules: Rules, facts: OrderFacts) =>
  rules.accountOf(facts).places.map(({ orders: _, lines, untoldOf: __, ...rest }) => [lines, rest]);

/** Acts that change nothing on either side. */
const asking: readonly Act['kind'][] = ['read-order', 'read-shipments', 'look', 'search', 'match', 'settle-by-status'];

const stepsOf = (rules: Rules, { facts, world }: Story) => rules.nextSteps(facts, world.now);

/** Waits that the store's poll, the warehouse's poll, or another step of the same order ends. */
const ended = ['payment', 'status', 'warehouse', 'another-place', 'store'];

function ends(step: Step, steps: readonly Step[]): boolean {
  if (step.kind !== 'wait' || step.wait.until !== undefined) return true;
  if (!ended.includes(step.wait.for)) return false;
  const others = steps.filter((one) => one !== step);
  if (step.wait.for === 'store' || step.wait.for === 'another-place')
    return others.some((one) => one.kind === 'act' || one.kind === 'hold' || one.kind === 'wait');
  return true;
}

/** All that is to be done is done and goes well, and time passes, until nothing is left to do. */
function settle(rules: Rules, story: Story, onAct: (act: Act) => void = () => undefined): void {
  const done: string[] = [];
  for (let count = 0; count < 300; count += 1) {
    const steps = stepsOf(rules, story);
    const act = steps.flatMap((step) => (step.kind === 'act' ? [step.act] : []))[0];
    if (act !== undefined) {
      const before = JSON.stringify({ ...story.facts, story: [] });
      onAct(act);
      done.push(`${act.kind} ${act.key} ${act.basis}`);
      story.facts = story.world.perform(story.facts, act);
      if (JSON.stringify({ ...story.facts, story: [] }) === before)
        throw new Error(`teaches nothing: ${done.at(-1) ?? ''}`);
      continue;
    }
    const until = steps.flatMap((step) =>
      step.kind === 'wait' && step.wait.until !== undefined ? [Date.parse(step.wait.until)] : [],
    );
    if (until.length === 0) return;
    expect(Math.min(...until)).toBeGreaterThan(story.world.now);
    story.world.now = Math.min(...until) + 1;
  }
  throw new Error(`it turns in a circle: ${done.slice(-8).join(' | ')}`);
}

const placeOf = (rules: Rules, { facts }: Story, line: number | undefined) =>
  rules.accountOf(facts).places.find(({ lines }) => lines.some(({ id }) => id === line));

/** Nothing is wanted of the order, or what left says already what of the line is still to leave. */
function isSpokenFor(rules: Rules, { facts }: Story, id: number): boolean {
  const { places, closed } = rules.accountOf(facts);
  const lines = places.flatMap((place) => place.lines);
  const line = lines.find((one) => one.id === id);
  const read = facts.order?.places.flatMap((place) => place.lines).find((one) => one.id === id);
  if (closed || facts.gone > 0 || line === undefined || read === undefined) return true;
  const left = plus(...places.map(({ shipped }) => shipped));
  const onLines = bagOf(lines.map(({ sku, shipped }) => ({ code: sku, quantity: shipped })));
  const isMore =
    !isEmpty(minus(left, onLines)) || lines.some(({ shipped, byHand, ordered }) => shipped + byHand > ordered);
  // A refund counts against what has not left: the store itself has no piece to ship then.
  return isMore || line.shipped + line.byHand + read.refunded > line.ordered || facts.removed !== undefined;
}

/** What is true of an order’s facts, whatever happened. Each begins: “The facts of an order …” */
export const promises = {
  'say what comes next: an act, a wait that ends, a hold, or done': (rules, of) => {
    fc.assert(
      fc.property(anything, (happenings) => {
        live(happenings, (story) => {
          const steps = stepsOf(rules, story);
          expect(steps).toHaveLength(story.facts.places.length + 1);
          for (const step of steps) {
            expect([step, ends(step, steps)]).toEqual([step, true]);
            if (step.kind === 'hold') expect(step.findings.length).toBeGreaterThan(0);
          }
        });
      }),
      { ...kept, ...of },
    );
  },

  'come to rest: acts teach something, and nothing turns in a circle': (rules, of) => {
    fc.assert(
      fc.property(anything, (happenings) => {
        const story = live(happenings);
        settle(rules, story);
        const steps = stepsOf(rules, story);
        expect(steps.filter(({ kind }) => kind === 'act')).toEqual([]);
        for (const place of rules.accountOf(story.facts).places) {
          const step = steps.find((one) => one.place === place.place.number);
          // Done means: nothing open, on its way, too much or untold, but for what a link leaves to others.
          if (step?.kind !== 'done') continue;
          const left = [place.placed, place.unknown, place.excess, place.untold, place.lost].map(piecesOf);
          expect([left, happenings]).toEqual([[[], [], [], [], []], happenings]);
        }
      }),
      { ...kept, ...of },
    );
  },

  'meet what is too much with an act, and at rest with a hold or a wait for what nobody knows yet': (rules, of) => {
    fc.assert(
      fc.property(anything, (happenings) => {
        const check = (story: Story) => {
          const [whole, ...steps] = stepsOf(rules, story);
          if (whole?.kind === 'hold' || whole?.kind === 'wait' || whole?.kind === 'act') return;
          for (const { place, excess } of rules.accountOf(story.facts).places) {
            const step = steps.find((one) => one.place === place.number);
            if (isEmpty(excess) || step === undefined) continue;
            const word = step.kind === 'wait' ? step.wait.for : step.kind;
            expect(['act', 'hold', 'outcome', 'again']).toContain(word);
          }
        };
        const rested = live(happenings, check);
        settle(rules, rested);
        check(rested);
      }),
      { ...kept, ...of },
    );
  },

  'never cancel or change what is a stranger’s': (rules, of) => {
    const ours = (code: string) => skus.some((sku) => sku === code);
    fc.assert(
      fc.property(fc.oneof(besideStrangers, anything), (happenings) => {
        const check = (acts: readonly Act[]) => {
          for (const act of acts) {
            if (act.kind === 'cancel')
              for (const { pieces } of act.orders)
                expect([pieces.some(({ code }) => ours(code)), happenings]).toEqual([true, happenings]);
            if (act.kind !== 'edit') continue;
            const theirs = bagOf(act.order.pieces.filter(({ code }) => !ours(code)));
            expect([piecesOf(minus(theirs, bagOf(act.pieces))), happenings]).toEqual([[], happenings]);
          }
        };
        const story = live(happenings, (one) => {
          check(stepsOf(rules, one).flatMap((step) => (step.kind === 'act' ? [step.act] : [])));
        });
        settle(rules, story, (act) => {
          check([act]);
        });
      }),
      { ...kept, ...of },
    );
  },

  'let each wanted piece leave once, where nobody decides otherwise': (rules, of) => {
    fc.assert(
      fc.property(undecided, (happenings) => {
        const story = live(happenings);
        const check = (act: Act) => {
          if (act.kind !== 'hand-over') return;
          const place = rules.accountOf(story.facts).places.find((one) => one.place.number === act.place);
          expect(piecesOf(minus(bagOf(act.lines), place?.unsent ?? new Map()))).toEqual([]);
          // What is really there, whoever knows of it.
          const there = story.world.orders.filter(({ status }) => status !== 'CANCELLED');
          const ordered = bagOf(
            story.world.places.flatMap((one) => one.lines.map(({ sku, quantity }) => ({ code: sku, quantity }))),
          );
          const after = plus(...there.map(({ pieces }) => bagOf(pieces)), bagOf(act.lines));
          const codes = new Set(act.lines.map(({ code }) => code));
          expect([piecesOf(only(minus(after, ordered), codes)), happenings]).toEqual([[], happenings]);
        };
        settle(rules, story, check);
      }),
      { ...keptUndecided, ...of },
    );
  },

  'count one more piece of a line as one more to leave, whatever was settled, missing or refunded before': (
    rules,
    of,
  ) => {
    const raising = fc.oneof(aboutWanted, anything);
    fc.assert(
      fc.property(raising, fc.nat(11), (happenings, a) => {
        const story = new Story();
        story.heeds = rules.heedFall;
        settle(rules, live(happenings, undefined, story));
        const lines = story.world.places.flatMap((place) => place.lines);
        const line = lines[a % Math.max(1, lines.length)];
        const place = placeOf(rules, story, line?.id);
        if (line === undefined || place === undefined || isSpokenFor(rules, story, line.id)) return;
        line.quantity += 1;
        story.changed();
        const after = placeOf(rules, story, line.id);
        const rise = minus(after?.open ?? new Map(), place.open);
        expect([piecesOf(rise), happenings]).toEqual([[{ code: line.sku, quantity: 1 }], happenings]);
      }),
      { ...runs, ...of },
    );
  },

  'give no reference to two places, and settle or accept no more than there is': (rules, of) => {
    fc.assert(
      fc.property(anything, (happenings) => {
        live(happenings, (story) => {
          const facts = rules.learnt(story.facts);
          const references = facts.places.flatMap((place) => place.references);
          expect(new Set(references).size).toBe(references.length);
          for (const { lines, placed, unknown, excess } of rules.accountOf(facts).places) {
            for (const line of lines) {
              expect(Math.min(line.wanted, line.shipped, line.byHand, line.settled, line.open)).toBeGreaterThanOrEqual(
                0,
              );
              expect(line.settled).toBeLessThanOrEqual(line.wanted);
            }
            expect(piecesOf(minus(excess, placed, unknown))).toEqual([]);
          }
        });
      }),
      { ...kept, ...of },
    );
  },

  'are all that the account and the next steps are made of: stored and read again, they say the same': (rules, of) => {
    fc.assert(
      fc.property(anything, (happenings) => {
        live(happenings, (story) => {
          const again = copied(story.facts);
          expect(rules.nextSteps(again, story.world.now)).toEqual(stepsOf(rules, story));
          expect(rules.accountOf(again)).toEqual(rules.accountOf(story.facts));
        });
      }),
      { ...kept, numRuns: Math.ceil(numRuns / 5), ...of },
    );
  },

  'are at rest in a run that begins with them: it asks, does nothing, and comes to the same account': (rules, of) => {
    fc.assert(
      fc.property(anything, (happenings) => {
        const story = live(happenings);
        settle(rules, story);
        if (!isDone(stepsOf(rules, story))) return;
        const numbers = numbersOf(rules, story.facts);
        const endedAt = story.world.iso();
        story.world.tick();
        const fresh = newFacts(storeHash, orderId, false);
        story.facts = rules.beginWith(fresh, { facts: copied(story.facts), complete: true, endedAt });
        const done: Act['kind'][] = [];
        settle(rules, story, ({ kind }) => done.push(kind));
        const effects = done.filter((kind) => !asking.includes(kind));
        expect([effects, numbersOf(rules, story.facts), happenings]).toEqual([[], numbers, happenings]);
        expect(isDone(stepsOf(rules, story))).toBe(true);
      }),
      { ...kept, ...of },
    );
  },

  'hand nothing over that they would not where no account of them is left': (rules, of) => {
    fc.assert(
      fc.property(undecided, (all) => {
        // What only the account knows: an order at a merchant that cannot be asked, and what became of a lost answer.
        const happenings = all
          .filter(({ kind }) => kind !== 'merchant')
          .map((one) => (one.kind === 'act' ? { ...one, b: 0 } : one));
        const story = live(happenings);
        settle(rules, story);
        // What was refused, say, is tried again.
        const fresh = plus(...accountOf(story.facts).places.map((place) => place.unsent));
        // What a run without its account begins with: what is kept on the store's order, and both sides.
        const document = story.facts.kept === undefined ? undefined : keptDocument(story.facts);
        const earlier = { complete: true, endedAt: story.world.iso(), ...(document && { kept: copied(document) }) };
        story.facts = rules.beginWith(newFacts(storeHash, orderId, false), earlier);
        const again: Bag[] = [];
        settle(rules, story, (act) => {
          if (act.kind === 'hand-over') again.push(bagOf(act.lines));
        });
        expect([piecesOf(minus(plus(...again), fresh)), happenings]).toEqual([[], happenings]);
      }),
      { ...keptUndecided, ...of },
    );
  },

  'end in the same account in whatever order they are learnt': (rules, of) => {
    const store = ['refund', 'quantity', 'status', 'street', 'archive', 'addLine'];
    const there = ['word', 'pieces', 'substitute'];
    const some = fc.array(
      fc.record({
        kind: fc.constantFrom(...([...store, ...there] as Happening['kind'][])), // words of that list
        a: fc.nat(11),
        b: fc.nat(11),
      }),
      { minLength: 2, maxLength: 8 },
    );
    fc.assert(
      fc.property(some, fc.infiniteStream(fc.nat()), (happenings, random) => {
        const story = live([]).sent();
        const start = story.facts;
        const lessons: ((facts: OrderFacts) => OrderFacts)[] = [];
        for (const one of happenings) {
          happen(story, one);
          const reading = story.world.reading();
          const rows = story.world.orders.map((order) => story.world.row(order));
          const at = story.world.iso();
          if (store.includes(one.kind)) lessons.push((facts) => story.learnReading(facts, reading));
          else for (const row of rows) lessons.push((facts) => rules.takeNews(facts, row, at));
        }
        const learn = (order: typeof lessons) => order.reduce((facts, lesson) => lesson(facts), start);
        const shuffled = lessons
          .map((lesson) => ({ lesson, by: random.next().value }))
          .sort((a, b) => a.by - b.by)
          .map(({ lesson }) => lesson);
        expect(numbersOf(rules, learn(shuffled))).toEqual(numbersOf(rules, learn(lessons)));
        const words = ({ statuses }: OrderFacts) =>
          statuses.map(({ status }) => status).filter((status, index, all) => status !== all[index - 1]);
        expect(words(learn(shuffled))).toEqual(words(learn(lessons)));
      }),
      { ...runs, ...of },
    );
  },

  'are the same in whatever order the two sides list addresses, lines, shipments and orders': (rules, of) => {
    fc.assert(
      fc.property(anything, fc.nat(), fc.boolean(), (happenings, seed, isForgotten) => {
        const shuffled = new Story();
        shuffled.world.listed = (list) => inAnyOrder(list, seed);
        const listed = new Story();
        for (const story of [listed, shuffled]) story.world.takenFor = rules.takenFor;
        const one = live(happenings, undefined, listed);
        const other = live(happenings, undefined, shuffled);
        for (const story of [one, other]) settle(rules, story);
        if (isForgotten)
          for (const story of [one, other]) {
            story.facts = { ...newFacts(storeHash, orderId, false), searchDue: true };
            settle(rules, story);
          }
        expect([other.facts, happenings]).toEqual([one.facts, happenings]);
        expect(stepsOf(rules, other)).toEqual(stepsOf(rules, one));
        const references = other.facts.places.flatMap((place) => place.references);
        expect(new Set(references).size).toBe(references.length);
      }),
      { ...keptListed, ...of },
    );
  },
} as const satisfies Record<string, Promised>;
