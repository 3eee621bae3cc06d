import { describe, expect, it } from 'vitest';
import { remedyWords, type HoldReason } from '../../../../../src/contract/hold-reasons.ts';
import { decisionKinds } from '../../../../../src/contract/orders.ts';
import { decide, possibleDecisions, refusalOf } from '../../../../../src/domain/orders/decisions/decisions.ts';
import { noteSending, takeFailure } from '../../../../../src/domain/orders/learn/learn-acts.ts';
import { takeNews } from '../../../../../src/domain/orders/learn/learn-warehouse.ts';
import { nextSteps } from '../../../../../src/domain/orders/next-steps.ts';
import type { Act } from '../../../../../src/domain/orders/steps/steps.ts';
import { Story } from '../story.ts';

// A step that fails for good is held as what it is, and a person is offered only what leads on although it goes on failing.

type Failing = Exclude<Act['kind'], 'create-products' | 'keep-decisions' | 'settle-by-status'>;

/** How each act becomes due. */
const due: Record<Failing, () => Story> = {
  'read-order': () => withFacts(new Story().plain(), { readDue: 'again' }),
  'read-shipments': () => {
    const story = new Story().plain().sent();
    story.world.shipments = [{ id: 9, addressId: 7, trackingNumber: '', lines: [{ line: 1, quantity: 1 }] }];
    return story.changed();
  },
  look: () => new Story().plain().lost(true).passes(61_000),
  search: () => {
    const story = new Story().plain().sent();
    const order = story.world.change('w1', { pieces: [{ code: 'A', quantity: 2 }] });
    story.facts = takeNews(story.facts, story.world.row(order), story.world.iso());
    return story;
  },
  match: () => {
    const story = new Story().place(7, '3 A');
    story.facts = story.world.read(story.facts);
    return story;
  },
  'hand-over': () => new Story().plain(),
  cancel: () => new Story().plain().sent().status(5),
  edit: () => new Story().plain().sent().refund(1),
  ship: () => new Story().plain().sent().ships('w1'),
  note: () => {
    const gift = [
      { code: 'A', quantity: 3 },
      { code: 'G', quantity: 1 },
    ];
    return new Story().plain().sent().warehouse('w1', { pieces: gift });
  },
  'move-status': () => new Story().plain().landed(),
  'cancel-in-store': () => {
    const story = new Story();
    story.world.links['Odd'] = { kind: 'none' };
    return story.place(7, '3 A', { method: 'Odd' }).read().decide({ kind: 'cancel' });
  },
};

function withFacts(story: Story, of: Partial<Story['facts']>): Story {
  story.facts = { ...story.facts, ...of };
  return story;
}

const reasons = [
  'rejected-by-myogo',
  'rejected-by-bigcommerce',
  'unexpected-response',
  'scope-missing',
  'integration-paused',
  'integration-gone',
] as const satisfies readonly HoldReason[];

function fails(story: Story, kind: Failing, reason: HoldReason): Story {
  for (let tries = 0; tries < 3; tries += 1) {
    const act = story.acts().find((one) => one.kind === kind);
    if (act === undefined) return story;
    story.world.tick();
    const facts = act.kind === 'hand-over' ? noteSending(story.facts, act, story.world.iso()) : story.facts;
    const failure = { kind: 'hold', reason, message: `failed: ${reason}` } as const;
    story.facts = takeFailure(facts, act, failure, story.world.iso());
  }
  return story;
}

const held = ({ facts, world }: Story) =>
  nextSteps(facts, world.now).flatMap((step) => (step.kind === 'hold' ? step.findings : []));

const kinds = Object.keys(due) as Failing[]; // keys of a literal

describe.each(kinds)('where %s fails for good', (kind) => {
  it.each(reasons)('as %s, it is held as that, and what is offered leads on', (reason) => {
    const story = fails(due[kind](), kind, reason);
    const [found] = held(story).filter((one) => one.reason === reason);
    expect(found?.message).toBe(`failed: ${reason}`);
    const possible = possibleDecisions(story.facts, story.world.now).filter(
      ({ finding }) => finding === found?.fingerprint,
    );
    for (const decision of possible) {
      const after = fails(due[kind](), kind, reason);
      after.facts = decide(after.facts, decision, after.world.iso());
      for (let round = 0; round < 8; round += 1) {
        fails(after, kind, reason);
        const [act] = after.acts();
        if (act === undefined) break;
        after.facts = after.world.perform(after.facts, act);
      }
      expect([decision, held(after).filter((one) => one.reason === reason)]).toEqual([decision, []]);
    }
    // The remedy names no decision that would be refused.
    const words = remedyWords(reason, found?.remedy);
    const named = decisionKinds.filter((one) => words.includes(`with ${one}`));
    expect(possible.map((one) => one.kind)).toEqual(expect.arrayContaining(named));
  });
});

describe.each(kinds)('where %s fails for good and no decision leads on', (kind) => {
  it.each(reasons)(
    'as %s, a decision is refused as that: nothing is said of what would be missing otherwise',
    (reason) => {
      const { facts, world } = fails(due[kind](), kind, reason);
      if (possibleDecisions(facts, world.now).length > 0) return;
      for (const of of decisionKinds) {
        const decision = of === 'use-code' || of === 'use-pickup-point' ? { kind: of, code: 'X' } : { kind: of };
        const { message } = refusalOf(facts, decision, world.now) ?? {};
        if (of !== 'hand-over-again') expect(message).toMatch(/^No decision ends/);
        else expect(message).toBeDefined();
      }
    },
  );
});

describe('a decision takes what was shown, and nothing beside it:', () => {
  it('the line without a SKU is left out, and the rest is handed over', () => {
    const story = new Story().place(7, '3 A, 1 B');
    story.at(1).lines.forEach((line) => (line.sku = line.sku === 'B' ? '' : line.sku));
    story.read();
    expect(story.next()).toBe('hold sku-missing');
    expect(story.decide({ kind: 'treat-as-done' }).next()).toBe('hand-over h-100 3 × A');
  });

  it('one refused shipment counts as told, and a later one of the same address is told', () => {
    const story = new Story()
      .plain()
      .sent()
      .warehouse('w1', { pieces: [{ code: 'A', quantity: 2 }] });
    story.appears('h-100/B', '1 A').ships('w1');
    fails(story, 'ship', 'rejected-by-bigcommerce');
    expect(story.next()).toBe('hold rejected-by-bigcommerce');
    story.decide({ kind: 'treat-as-done' });
    expect(story.ships('w2').next()).toBe('ship w2 1 × A');
  });

  it('two findings that one decision answers are both answered', () => {
    const story = new Story().plain().sent();
    story.store((world) => {
      world.editable = false;
      world.status = 7;
      story.at(1).street = 'another';
    });
    expect(story.next()).toBe('hold changed-after-hand-over + status-forbids-sending');
    expect(story.decide({ kind: 'treat-as-done' }).next()).toBe('wait warehouse');
  });
});

describe('a cancelled part that the warehouse takes up again', () => {
  it('is cancelled again where the store cancelled the order, and told where it ships all the same', () => {
    const story = new Story()
      .plain()
      .sent()
      .warehouse('w1', { pieces: [{ code: 'A', quantity: 2 }] });
    story.appears('h-100/B', '1 A').status(5).run();
    expect(story.next()).toBe('done');
    expect(story.warehouse('w2', { status: 'NEW' }).next()).toBe('cancel w2');
    expect(story.ships('w2').next()).toBe('note 1 × A');
  });
});

it('a living order under our reference whose status word is unknown is on its way: it is not sent twice, and held in the end', () => {
  const story = new Story().plain().sent().warehouse('w1', { status: 'UNKNOWN' });
  expect([story.numbers(), story.next()]).toEqual(['W3 O3 P3 N3', 'wait standing-still']);
  expect(story.passes(3_700_000).next()).toBe('hold stopped-in-warehouse');
});

it('an order whose address ids and line ids are renewed after hand-over keeps its own parts', () => {
  const story = new Story()
    .plain()
    .sent()
    .warehouse('w1', { pieces: [{ code: 'A', quantity: 2 }] });
  story.appears('h-100/B', '1 A');
  story.store(() => {
    story.at(1).addressId += 100;
    story.at(1).lines.forEach((line) => (line.id += 1_000));
  });
  expect([story.numbers(), story.next()]).toEqual(['W3 O3 P3 N3', 'wait warehouse']);
});

it('what was treated as done stays so when a link is saved or both sides are compared', () => {
  const story = new Story();
  story.world.links['Odd'] = { kind: 'none' };
  story.place(7, '3 A', { method: 'Odd' }).read().decide({ kind: 'treat-as-done' });
  story.world.links['Odd'] = { kind: 'code', code: 'UPS' };
  for (const again of [() => story.again(), () => story.changed()]) {
    again();
    expect([story.quiet().next(0), story.next(), story.numbers()]).toEqual(['done', 'done', 'W3 T3']);
  }
});
