import { describe, expect, it } from 'vitest';
import type { Step } from '../../../../src/domain/orders/steps/steps.ts';
import { ours, promises, type Rules } from './promises.ts';

// A promise that no fault breaks would promise nothing: for each, small wrong versions of what it is about.

type Promise_ = keyof typeof promises;

const steps = (change: (step: Step, all: readonly Step[]) => Step | undefined): Partial<Rules> => ({
  nextSteps: (facts, now) => {
    const all = ours.nextSteps(facts, now);
    return all.flatMap((step) => change(step, all) ?? []);
  },
});
const waitFor = (of: 'warehouse' | 'outcome', { place }: Step): Step => ({
  kind: 'wait',
  wait: { for: of, words: 'planted' },
  ...(place === undefined ? {} : { place }),
});
const takesBack = (step: Step) => step.kind === 'act' && (step.act.kind === 'cancel' || step.act.kind === 'edit');
const seen = new WeakSet();

const faults: readonly (readonly [Promise_, string, Partial<Rules>])[] = [
  [
    'say what comes next: an act, a wait that ends, a hold, or done',
    'an address of which nothing is said',
    steps((step) => (step.place === 1 && step.kind === 'wait' ? undefined : step)),
  ],
  [
    'say what comes next: an act, a wait that ends, a hold, or done',
    'a wait that nothing ends',
    steps((step) => (step.kind === 'wait' ? waitFor('outcome', step) : step)),
  ],
  [
    'say what comes next: an act, a wait that ends, a hold, or done',
    'a hold without a finding',
    steps((step) => (step.kind === 'hold' ? { ...step, findings: [] } : step)),
  ],
  [
    'come to rest: acts teach something, and nothing turns in a circle',
    'an address that is done while something of it is on its way',
    steps((step) => (step.kind === 'wait' && step.wait.for === 'warehouse' ? { ...step, kind: 'done' } : step)),
  ],
  [
    'meet what is too much with an act, and at rest with a hold or a wait for what nobody knows yet',
    'what is too much waits for the warehouse instead of being taken back',
    steps((step) => (takesBack(step) ? waitFor('warehouse', step) : step)),
  ],
  [
    'never cancel or change what is a stranger’s',
    'a cancel of all that stands under the reference',
    {
      nextSteps: (facts, now) =>
        ours.nextSteps(facts, now).map((step) => {
          const isShared = step.kind === 'hold' && step.findings.some((one) => one.reason === 'duplicate-in-warehouse');
          if (!isShared || step.place === undefined) return step;
          const { place } = step;
          const act = {
            kind: 'cancel',
            place,
            orders: facts.warehouse,
            key: 'cancel',
            basis: '',
            fresh: false,
          } as const;
          return { kind: 'act', act, place };
        }),
    },
  ],
  [
    'never cancel or change what is a stranger’s',
    'an edit that leaves a gift out',
    steps((step) => {
      if (step.kind !== 'act' || step.act.kind !== 'edit') return step;
      return { ...step, act: { ...step.act, pieces: step.act.pieces.filter(({ code }) => code !== 'G') } };
    }),
  ],
  [
    'let each wanted piece leave once, where nobody decides otherwise',
    'a hand-over of a piece more than is fresh',
    steps((step) =>
      step.kind === 'act' && step.act.kind === 'hand-over'
        ? {
            ...step,
            act: { ...step.act, lines: step.act.lines.map((one) => ({ ...one, quantity: one.quantity + 1 })) },
          }
        : step,
    ),
  ],
  [
    'let each wanted piece leave once, where nobody decides otherwise',
    'an account that takes what is on its way for fresh',
    {
      accountOf: (facts) => ours.accountOf({ ...facts, sendings: [], warehouse: [] }),
      nextSteps: (facts, now) => ours.nextSteps({ ...facts, sendings: [], warehouse: [] }, now),
    },
  ],
  [
    'count one more piece of a line as one more to leave, whatever was settled, missing or refunded before',
    'what was settled stays as much as it was, however few are wanted',
    { heedFall: (_, facts) => facts },
  ],
  [
    'give no reference to two places, and settle or accept no more than there is',
    'a reference that a second address has, too',
    {
      learnt: (facts) => ({
        ...facts,
        places: facts.places.map((place) => ({ ...place, references: facts.places[0]?.references ?? [] })),
      }),
    },
  ],
  [
    'are all that the account and the next steps are made of: stored and read again, they say the same',
    'an account that remembers more than its facts',
    {
      accountOf: (facts) => {
        const account = ours.accountOf(facts);
        const isKnown = seen.has(facts.places);
        seen.add(facts.places);
        return isKnown ? account : { ...account, closed: !account.closed };
      },
    },
  ],
  [
    'are at rest in a run that begins with them: it asks, does nothing, and comes to the same account',
    'a run that begins without the notes that were written',
    { beginWith: (fresh, earlier) => ({ ...ours.beginWith(fresh, earlier), notes: [] }) },
  ],
  [
    'are at rest in a run that begins with them: it asks, does nothing, and comes to the same account',
    'a run that begins without what was sent',
    { beginWith: (fresh, earlier) => ({ ...ours.beginWith(fresh, earlier), sendings: [] }) },
  ],
  [
    'hand nothing over that they would not where no account of them is left',
    'a run that begins without looking the warehouse through',
    { beginWith: (fresh, earlier) => ({ ...ours.beginWith(fresh, earlier), searchDue: false, lookDue: [] }) },
  ],
  [
    'end in the same account in whatever order they are learnt',
    'news that are believed in the order of their arrival',
    {
      takeNews: (facts, row, now) => {
        const warehouse = facts.warehouse.map((order) => ({ ...order, editTime: '' }));
        return ours.takeNews({ ...facts, warehouse }, row, now);
      },
    },
  ],
  [
    'are the same in whatever order the two sides list addresses, lines, shipments and orders',
    'an address that is known by where it stands in the list',
    {
      takenFor: (reading) => ({
        ...reading,
        addresses: reading.addresses.map((address, index) => ({ ...address, addressId: index + 1 })),
      }),
    },
  ],
];

describe('a promise finds a planted fault', () => {
  it.each(faults)('%s: %s', (promise, _, wrong) => {
    const holds = promises[promise];
    expect(() => {
      holds({ ...ours, ...wrong }, { numRuns: 300, seed: 7 });
    }).toThrow(/Property failed|turns in a circle|teaches nothing/);
  });

  it('and each promise has one', () => {
    expect([...new Set(faults.map(([promise]) => promise))].sort()).toEqual(Object.keys(promises).sort());
  });
});
