import type { OrderStatus } from '../../../src/contract/orders.ts';
import type { Life } from '../life/life.ts';
import type { LifeOrder } from '../life/life-order.ts';
import { PERSON } from '../life/people.ts';
import { judgeTravels } from '../travels/judge-rest.ts';
import { isCalm } from './calm.ts';
import type { Fault } from './fault.ts';
import { judgeLevels } from './levels.ts';
import { holdsOf, judgeOrder, reasonsOf } from './order.ts';

/**
 * What must be true whenever nobody has done anything for long enough. It knows the two sides, what people did and
 * decided, and what the client library shows; of the product's code it knows nothing.
 */
export async function judgeRest(life: Life): Promise<readonly Fault[]> {
  const faults: Fault[] = [];
  for (const order of life.orders) {
    const status = await life.world.insist(() => order.status());
    faults.push(...judgeOrder(order, status, life.world.looksHourly ?? true), ...judgeHold(life, order, status));
    faults.push(...judgeTravels(order, status, reasonsOf(status)));
  }
  for (const store of life.stores) {
    const questions = await life.world.insist(() => store.shop.questions());
    const asked = new Set(questions.filter(({ kind }) => kind === 'stock-brake').flatMap(({ items }) => items));
    if (judgeLevels(life, store, asked, new Map()).length === 0) continue;
    const { dueLevels } = await life.world.insist(() => store.shop.status());
    const several = (dueLevels?.rows ?? []).filter(({ reason }) => reason === 'several-rows');
    faults.push(...judgeLevels(life, store, asked, new Map(several.map(({ sku, wanted }) => [sku, wanted]))));
  }
  return [...faults, ...judgeStored(await life.world.stored())];
}

/** What needs no person is not held. */
function judgeHold(life: Life, order: LifeOrder, status: OrderStatus): Fault[] {
  if (holdsOf(status).length === 0 || !isCalm(life, order)) return [];
  const what = `order ${order.name}: ${status.stage}, “${status.summary}”, and nobody did anything that needs a person`;
  return [{ rule: 'what needs no person is not held', what }];
}

function judgeStored(stored: string): Fault[] {
  const at = stored.toLowerCase().indexOf(PERSON.toLowerCase());
  if (at < 0) return [];
  return [{ rule: 'no person is stored', what: `a history holds “${stored.slice(Math.max(0, at - 80), at + 80)}”` }];
}
