import { describe, expect, it } from 'vitest';
import { continued, passedOn } from '../../../../../src/domain/orders/facts/begin.ts';
import { FACTS_FORMAT, newFacts, type OrderFacts } from '../../../../../src/domain/orders/facts/facts.ts';
import { cancelOrder } from '../../../../../src/domain/orders/decisions/decisions.ts';
import { storeChanged, tryAgain } from '../../../../../src/domain/orders/learn/store-news.ts';
import { isDone, nextSteps } from '../../../../../src/domain/orders/next-steps.ts';
import { orderId, storeHash, World } from '../world.ts';
import { Story } from '../story.ts';

const fresh = () => newFacts(storeHash, orderId, false);
const now = Date.parse('2026-01-01T00:00:00Z');

describe('facts that another build carried on', () => {
  it.each<readonly [string, unknown, string]>([
    ['a newer format', { format: 7, pieces: { what: ['ever'] } }, 'has format 7; this worker knows 1'],
    ['an older one', { format: 0 }, 'has format 0; this worker knows 1'],
    ['no number', { format: 'seven' }, 'cannot be read'],
    ['none at all', { storeHash, orderId }, 'cannot be read'],
    ['no object', 'text', 'cannot be read'],
    ['nothing', null, 'cannot be read'],
  ])('of %s are held whatever is retried, and go on unchanged', (_, carried, words) => {
    const before = JSON.stringify(carried);
    const world = new World();
    const ways: readonly ((facts: OrderFacts) => OrderFacts)[] = [
      (facts) => facts,
      tryAgain,
      (facts) => storeChanged(facts, { status: 11, version: world.version }),
      (facts) => cancelOrder(facts, world.iso()),
      (facts) => world.read(facts),
    ];
    for (const learn of ways) {
      const facts = learn(learn(continued(carried, fresh())));
      const [whole, ...places] = nextSteps(facts, now);
      expect(whole).toMatchObject({
        kind: 'hold',
        findings: [
          {
            reason: 'unexpected-response',
            remedy: 'of-another-build',
            message: expect.stringContaining(words) as string,
          },
        ],
      });
      expect(places.filter(({ kind }) => kind === 'act')).toEqual([]);
      expect(isDone([...nextSteps(facts, now)])).toBe(false);
      expect(JSON.stringify(passedOn(facts))).toBe(before);
    }
  });

  it('of this format are gone on with, and go on as they are', () => {
    const { facts } = new Story().plain().sent();
    expect(facts.format).toBe(FACTS_FORMAT);
    expect(continued(facts, fresh())).toBe(facts);
    expect(passedOn(facts)).toBe(facts);
  });
});
