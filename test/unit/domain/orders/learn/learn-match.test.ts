import { describe, expect, test } from 'vitest';
import type { ShippingDecision } from '../../../../../src/contract/shipping.ts';
import type { ReadMatch } from '../../../../../src/domain/orders/learn/answers.ts';
import { takeReadMatches } from '../../../../../src/domain/orders/learn/learn-match.ts';
import { tryAgain } from '../../../../../src/domain/orders/learn/store-news.ts';
import type { OrderFacts } from '../../../../../src/domain/orders/facts/facts.ts';
import { nextSteps } from '../../../../../src/domain/orders/next-steps.ts';
import { Story } from '../story.ts';

const decision = {
  kind: 'code',
  code: 'POSTI',
  link: { method: 'DHL*', code: 'POSTI' },
  candidates: [{ link: { method: 'DHL*', code: 'POSTI' }, matched: 'text', why: 'wins: nothing else fits' }],
} satisfies ShippingDecision;

const match = (of: Partial<ReadMatch> = {}): ReadMatch => ({ method: 'DHL', country: 'FI', decision, ...of });

/** An order as it was just read: nothing else was asked yet. */
function justRead(change: (story: Story) => unknown = () => undefined) {
  const story = new Story().place(7, '3 A');
  change(story);
  return { story, facts: story.world.read(story.facts) };
}

const acts = (facts: OrderFacts, { world }: Story) =>
  nextSteps(facts, world.now).flatMap((step) => (step.kind === 'act' ? [step.act] : []));

describe('what the links said when the order was read', () => {
  test('is taken where it would be asked for next: the order is handed over by that code', () => {
    const { story, facts } = justRead();
    expect(acts(facts, story)).toMatchObject([{ kind: 'match' }]);
    const next = takeReadMatches(facts, [match()], story.world.iso());
    expect(acts(next, story)).toMatchObject([{ kind: 'hand-over', code: 'POSTI' }]);
    expect(next.story).toMatchObject([
      { kind: 'decision', what: 'Shipping method “DHL” is linked to POSTI.', place: 1 },
    ]);
  });

  test('is taken for each address by its own method', () => {
    const { story, facts } = justRead((one) => one.place(8, '1 B', { method: 'Omniva' }));
    const next = takeReadMatches(facts, [match()], story.world.iso());
    expect(acts(next, story).map(({ kind }) => kind)).toEqual(['hand-over', 'match']);
  });

  // What it said then is not what the links say when it is handed over.
  test.each<[string, (story: Story) => unknown]>([
    ['while it waits for its payment', ({ world }) => (world.status = 7)],
    ['while it is held', ({ world }) => world.places.forEach((place) => Object.assign(place, { missing: ['city'] }))],
  ])('is not remembered %s', (_, change) => {
    const { story, facts } = justRead(change);
    expect(takeReadMatches(facts, [match()], story.world.iso())).toBe(facts);
  });

  test.each<[string, ReadMatch]>([
    ['another method', match({ method: 'DHL Express' })],
    ['another country', match({ country: 'EE' })],
  ])('says nothing of %s', (_, other) => {
    const { story, facts } = justRead();
    expect(takeReadMatches(facts, [other], story.world.iso())).toBe(facts);
  });

  test('does not outlive a person’s retry: the links are asked again', () => {
    const { story, facts } = justRead();
    const taken = takeReadMatches(facts, [match()], story.world.iso());
    expect(tryAgain(taken).matches).toEqual([]);
  });
});

describe('what the links decided is told in the order’s story, and next', () => {
  const links = [
    { method: 'DHL*', code: 'POSTI' },
    { method: '*HL', code: 'OMNIVA' },
  ];
  const said = (kind: 'ignore' | 'tie' | 'none', method = 'DHL') => {
    const { story, facts } = justRead(({ world }) => world.places.forEach((place) => Object.assign(place, { method })));
    const decided = { kind, ...(kind === 'tie' ? { links } : {}), candidates: [] } as unknown as ShippingDecision; // of that kind
    const next = takeReadMatches(facts, [match({ method, decision: decided })], story.world.iso());
    const step = nextSteps(next, story.world.now).find(({ place }) => place === 1);
    return [
      next.story.map(({ what }) => what),
      step?.kind === 'hold' ? step.findings.map(({ reason, message }) => `${reason}: ${message}`) : step?.kind,
    ];
  };

  test.each<[string, unknown, unknown]>([
    ['not ours to ship', said('ignore'), [['Shipping method “DHL” is marked as not ours to ship.'], 'done']],
    [
      'links that match equally well',
      said('tie'),
      [
        ['Shipping method “DHL” has no clear link.'],
        ['ambiguous-link: Shipping method “DHL” is matched equally well by “DHL*” → POSTI, “*HL” → OMNIVA.'],
      ],
    ],
    [
      'no link',
      said('none'),
      [
        ['Shipping method “DHL” has no clear link.'],
        ['shipping-method-not-linked: No link matches the shipping method “DHL” to FI.'],
      ],
    ],
    [
      'no method',
      said('none', ' '),
      [
        ['Shipping method (no method) has no clear link.'],
        ['shipping-method-not-linked: No link matches the shipping method (no method) to FI.'],
      ],
    ],
  ])('%s', (_, found, expected) => {
    expect(found).toEqual(expected);
  });
});
