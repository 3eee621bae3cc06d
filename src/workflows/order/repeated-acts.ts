import type { OrderFacts } from '../../domain/orders/facts/facts.ts';
import { blocked, later } from '../../domain/orders/learn/learn-obstacles.ts';
import { obstacleOf } from '../../domain/orders/steps/obstacles.ts';
import type { Act } from '../../domain/orders/steps/steps.ts';

/** So often the very same may follow itself: a fact that came meanwhile may call for it once more. */
const AT_ONCE = 2;

/**
 * The one place that keeps acts from turning in a circle: whatever an act answers and whatever is learnt of it, the very same
 * is begun again at once only so often. Then each one waits longer, and is seen as a hold, until somebody tells of something new.
 */
export class RepeatedActs {
  readonly #begun = new Map<string, number>();

  /** The act that is to begin now; or the facts with the pause that it waits first. */
  judge(facts: OrderFacts, act: Act, now: string): 'begin' | OrderFacts {
    // It has waited already, for a failure or for this.
    if (obstacleOf(facts, act.key, act.basis) !== undefined) return 'begin';
    const word = wordOf(act, facts);
    const times = (this.#begun.get(word) ?? 0) + 1;
    this.#begun.set(word, times);
    if (times <= AT_ONCE) return 'begin';
    const tries = times - AT_ONCE;
    const message = `It came to nothing ${times - 1} times, and is due again (${act.kind}).`;
    const { key, basis } = act;
    return blocked(facts, { key, basis, message, tries, at: now, until: later(now, tries), stands: false });
  }

  /** Somebody told of something: what follows is no circle of our own. */
  heard(): void {
    this.#begun.clear();
  }
}

/** Of readings, each new version of the store's order is another one. */
function wordOf({ kind, key, basis }: Act, { order, gone }: OrderFacts): string {
  const version = kind === 'read-order' || kind === 'read-shipments' ? `${order?.version ?? ''} ${gone}` : '';
  return JSON.stringify([kind, key, basis, version]);
}
