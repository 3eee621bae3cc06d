import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdReasons } from '../../../../../src/contract/hold-reasons.ts';
import { decide, possibleDecisions } from '../../../../../src/domain/orders/decisions/decisions.ts';
import { decisionsAbout } from '../../../../../src/contract/runs/decisions-about.ts';
import { nextSteps } from '../../../../../src/domain/orders/next-steps.ts';
import { anything, happen } from '../events.ts';
import { Story } from '../story.ts';

const long = process.env['TEST_LONG'] === '1';

/** How each hold of a place comes about, where a few lines can tell it. */
const holds: readonly { readonly reason: string; readonly story: () => Story; readonly possible: string }[] = [
  {
    reason: 'shipping-method-not-linked',
    story: () => odd({ kind: 'none' }),
    possible: 'use-code treat-as-done cancel',
  },
  {
    reason: 'ambiguous-link',
    story: () => odd({ kind: 'tie', links: ['a', 'b'] }),
    possible: 'use-code treat-as-done cancel',
  },
  { reason: 'address-incomplete', story: () => plainWith({ missing: ['city'] }), possible: 'treat-as-done cancel' },
  { reason: 'sku-missing', story: () => nameless(), possible: 'treat-as-done cancel' },
  {
    reason: 'rejected-by-myogo',
    story: () => new Story().plain().act('hand-over', 'refused').act('hand-over', 'refused'),
    possible: 'treat-as-done cancel',
  },
  {
    reason: 'cancelled-in-warehouse',
    story: () => new Story().plain().sent().warehouse('w1', { status: 'CANCELLED' }),
    possible: 'hand-over-again treat-as-done cancel',
  },
  {
    reason: 'short-shipped',
    story: () => new Story().plain().sent().ships('w1', '2 A').run(),
    possible: 'hand-over-again treat-as-done cancel',
  },
  {
    reason: 'substituted',
    story: () => new Story().plain().sent().ships('w1', '3 B').run(),
    possible: 'hand-over-again treat-as-done cancel',
  },
  {
    reason: 'cancel-refused',
    story: () => new Story().plain().sent().warehouse('w1', { status: 'COLLECTING' }).status(5).run(),
    possible: 'treat-as-done cancel',
  },
  {
    reason: 'stopped-in-warehouse',
    story: () => new Story().plain().sent().warehouse('w1', { status: 'LOCKED' }).passes(4_000_000),
    possible: 'treat-as-done cancel',
  },
  {
    reason: 'status-forbids-sending',
    story: () => new Story().plain().sent().status(7),
    possible: 'treat-as-done cancel',
  },
  {
    reason: 'reference-conflict',
    story: () => odd({ kind: 'none' }).appears('h-100', '2 Z'),
    possible: 'hand-over-again treat-as-done cancel',
  },
  {
    reason: 'other-merchant',
    story: () => {
      const story = new Story().plain().sent();
      story.world.merchantId = 'm2';
      return story.read();
    },
    possible: 'hand-over-again treat-as-done cancel',
  },
  {
    reason: 'other-merchant',
    story: () => {
      const story = new Story().plain().lost(false);
      story.world.merchantId = 'm2';
      return story.read();
    },
    possible: 'hand-over-again treat-as-done cancel',
  },
  {
    reason: 'changed-after-hand-over',
    story: () => {
      const story = new Story().plain().sent();
      story.world.editable = false;
      return story.store(() => (story.at(1).street = 'another'));
    },
    possible: 'treat-as-done cancel',
  },
  {
    reason: 'undone-by-hand',
    story: () => {
      const story = new Story().plain().shippedAndTold();
      for (let count = 0; count < 2; count += 1) story.store((world) => (world.shipments = [])).run();
      return story;
    },
    possible: 'treat-as-done',
  },
  {
    reason: 'rejected-by-bigcommerce',
    story: () => new Story().plain().sent().ships('w1').act('ship', 'refused').act('ship', 'refused'),
    possible: 'treat-as-done',
  },
];

function odd(link: Story['world']['links'][string]): Story {
  const story = new Story();
  story.world.links['Odd'] = link;
  return story.place(7, '3 A', { method: 'Odd' }).read();
}

function plainWith(of: { missing: readonly string[] }): Story {
  return new Story().place(7, '3 A', of).read();
}

function nameless(): Story {
  const story = new Story().place(7, '3 A');
  story.at(1).lines.forEach((line) => (line.sku = ''));
  return story.read();
}

describe('decisions', () => {
  it.each(holds)('about $reason can be: $possible; each leads on', ({ reason, story, possible }) => {
    const held = story();
    expect(held.next()).toContain(reason);
    const decisions = possibleDecisions(held.facts, held.world.now);
    expect(decisions.map(({ kind }) => kind).join(' ')).toBe(possible);
    for (const decision of decisions) {
      const after = story();
      after.decide(decision.kind === 'use-code' ? { ...decision, code: 'UPS' } : decision);
      const held = nextSteps(after.facts, after.world.now).flatMap((step) =>
        step.kind === 'hold' ? step.findings : [],
      );
      expect(held.filter(({ fingerprint }) => fingerprint === decision.finding)).toEqual([]);
    }
  });

  it('are named for every reason', () => {
    expect(Object.keys(decisionsAbout).sort()).toEqual([...holdReasons].sort());
  });

  it('count what the store refuses as told, where a person says so', () => {
    const story = new Story().plain().sent().ships('w1').act('ship', 'refused').act('ship', 'refused');
    story.decide({ kind: 'treat-as-done' }).run();
    expect([story.numbers(), story.next()]).toEqual(['W3 S3 N3', 'done']);
  });

  it('take only what was shown: an order that stands still keeps its new line', () => {
    const story = new Story().plain().sent().warehouse('w1', { status: 'LOCKED' }).passes(4_000_000);
    story.decide({ kind: 'treat-as-done' }).store(() => story.add(1, '1 A'));
    expect(story.numbers()).toBe('W4 O4 P3 N3 F1');
  });

  it('that are possible lead on, whatever happened: none is held by the same finding at once', () => {
    fc.assert(
      fc.property(anything, (happenings) => {
        const story = new Story();
        story.world.links['Odd'] = { kind: 'none' };
        story.place(7, '3 A, 2 B').read();
        for (const one of happenings) happen(story, one);
        const { now } = story.world;
        const at = new Date(now + 1).toISOString();
        for (const decision of possibleDecisions(story.facts, now)) {
          const after = decide(story.facts, decision, at);
          const held = nextSteps(after, now + 1).flatMap((step) => (step.kind === 'hold' ? step.findings : []));
          const same = held.filter(({ fingerprint }) => fingerprint === decision.finding);
          expect([decision, same, happenings]).toEqual([decision, [], happenings]);
        }
      }),
      { numRuns: long ? 3_000 : 150 },
    );
  });
});
