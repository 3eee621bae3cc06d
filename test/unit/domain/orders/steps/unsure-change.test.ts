import { expect, it } from 'vitest';
import type { OrderFacts } from '../../../../../src/domain/orders/facts/facts.ts';
import { nextSteps } from '../../../../../src/domain/orders/next-steps.ts';
import { Story } from '../story.ts';

// A change of ours whose answer was lost, and which nothing calls for any more, may have landed all the same: it is waited for and
// looked at before anything else is done to that order.

type Change = OrderFacts['changing'][number];

/** What its address does next, where a change of one of its orders was begun just now. */
function next(story: Story, change: Partial<Change>, afterMs = 0): string {
  const { world, facts } = story;
  const changing = [{ ...{ key: 'w1', since: world.iso(), lost: true }, ...change } as Change]; // as it is noted before it leaves
  const step = nextSteps({ ...facts, changing }, world.now + afterMs).find(({ place }) => place === 1);
  if (step?.kind === 'act') return step.act.kind === 'look' ? `look ${step.act.references.join()}` : step.act.kind;
  if (step?.kind === 'wait') return `wait for ${step.wait.for}: ${step.wait.words}`;
  return step?.kind ?? 'nothing';
}

const landing = /^wait for outcome: .*a change in myOGO/;
const warehouse = /^wait for warehouse/;
const sent = () => new Story().plain().sent();
const elsewhere = () => {
  const story = sent();
  story.world.merchantId = 'm2';
  return story.read();
};

it.each<[string, () => Story, Partial<Change>, number, RegExp]>([
  ['may still land: it is waited for', sent, {}, 0, landing],
  ['should have landed: it is looked at', sent, {}, 3_600_000, /^look h-100$/],
  ['was answered: the warehouse has its turn', sent, { lost: undefined } as never, 0, warehouse],
  ['was of an order that nobody knows any more', sent, { key: 'w9' }, 0, warehouse],
  ['was of an order that is cancelled since', () => sent().warehouse('w1', { status: 'CANCELLED' }), {}, 0, /^hold$/],
  ['was of an order that has left since', () => sent().ships('w1').run(), {}, 0, /^done$/],
  ['was at a merchant that cannot be asked now', elsewhere, {}, 0, /^hold$/],
])('a change that %s', (_, story, change, afterMs, expected) => {
  expect(next(story(), change, afterMs)).toMatch(expected);
});
