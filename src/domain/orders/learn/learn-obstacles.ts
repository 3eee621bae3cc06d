import type { Obstacle } from '../facts/decision-facts.ts';
import type { OrderFacts } from '../facts/facts.ts';
import { pauseMs } from '../steps/obstacles.ts';

/** The step went through: what was in its way is gone. */
export function without(facts: OrderFacts, key: string): OrderFacts {
  return facts.obstacles.some((one) => one.key === key)
    ? { ...facts, obstacles: facts.obstacles.filter((one) => one.key !== key) }
    : facts;
}

export function blocked(facts: OrderFacts, obstacle: Obstacle): OrderFacts {
  return { ...facts, obstacles: [...facts.obstacles.filter(({ key }) => key !== obstacle.key), obstacle] };
}

/** How often the very same stopped it, and nothing else since: an outage before does not count. */
export function triesInARow({ obstacles }: OrderFacts, key: string, message: string): number {
  return obstacles.find((one) => one.key === key && one.message === message)?.tries ?? 0;
}

export function later(now: string, tries: number): string {
  return new Date(Date.parse(now) + pauseMs(tries)).toISOString();
}
