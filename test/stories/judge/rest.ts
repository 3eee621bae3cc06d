import type { Life } from '../life/life.ts';
import { PERSON } from '../life/people.ts';
import type { Fault } from './fault.ts';
import { judgeLevels } from './levels.ts';
import { judgeOrder } from './order.ts';

/**
 * What must be true whenever nobody has done anything for long enough. It knows the two sides, what people did and
 * decided, and what the client library shows; of the product's code it knows nothing.
 */
export async function judgeRest(life: Life): Promise<readonly Fault[]> {
  const faults: Fault[] = [];
  for (const order of life.orders) {
    const status = await life.world.wait(order.status());
    faults.push(...judgeOrder(order, status));
  }
  for (const store of life.stores) {
    const questions = await life.world.wait(store.shop.questions());
    const asked = new Set(questions.filter(({ kind }) => kind === 'stock-brake').flatMap(({ items }) => items));
    faults.push(...judgeLevels(life, store, asked));
  }
  return [...faults, ...judgeStored(await life.world.stored())];
}

function judgeStored(stored: string): Fault[] {
  const at = stored.toLowerCase().indexOf(PERSON.toLowerCase());
  if (at < 0) return [];
  return [{ rule: 'no person is stored', what: `a history holds “${stored.slice(Math.max(0, at - 80), at + 80)}”` }];
}
