import type { Effect } from '../../../dev/stand-ins/ledger.ts';
import type { WarehouseOrder } from '../../../dev/stand-ins/warehouse/merchant-state.ts';
import type { Life } from '../life/life.ts';
import type { LifeStore } from '../life/life-store.ts';
import type { Fault } from './fault.ts';

// A person's word stands until a person takes it back.

/** A worker keeps what an integration answered for 15 s; what has left by then is let end, and may land late. */
const MS_TO_STOP = 60_000;

/** Fewer levels that fall at once are written without asking. */
export const ASKED_FROM = 10;
/** What one run writes, it writes within this. */
const ONE_RUN_MS = 30_000;

/** What a person stopped writes nothing; what falls all at once is written by a person's word alone. */
export function judgeWord(life: Life, store: LifeStore): Fault[] {
  return [...writesAfterStop(life, store), ...zerosUnasked(life, store)];
}

function writesAfterStop(life: Life, { storeHash, stoppedAt }: LifeStore): Fault[] {
  if (stoppedAt === undefined) return [];
  const people = new Set(
    [...life.world.world.merchants.values()].flatMap(({ orders }) => orders.filter(isMadeByPeople).map(({ id }) => id)),
  );
  const late = new Date(stoppedAt + MS_TO_STOP).toISOString();
  const isOf = ({ key }: Effect) => key.startsWith(`${storeHash}/`) || key.startsWith(`${storeHash}-`);
  return life.world.world.ledger
    .since(0)
    .filter((effect) => effect.at > late && isOf(effect) && isByUs(effect, people))
    .slice(0, 1)
    .map(({ at, name, key }) => ({
      rule: 'what a person stopped writes nothing',
      what: `${name} ${key} at ${at}, and the store was stopped at ${new Date(stoppedAt).toISOString()}`,
    }));
}

/** Also the part that they split off, whenever they do. */
const isMadeByPeople = ({ statusHistory }: WarehouseOrder): boolean => statusHistory[0]?.by !== 'api';

function isByUs({ name, detail }: Effect, people: ReadonlySet<string>): boolean {
  switch (name) {
    case 'myogo order status':
    case 'store order status':
      return detail?.['by'] === 'api';
    case 'myogo order created':
      return !people.has(String(detail?.['id']));
    case 'store stock written':
    case 'myogo order updated':
    case 'shipment created':
    case 'shipment updated':
      return true;
    default:
      return false;
  }
}

/** One run writes its zeros together; several that find fewer each need not ask. */
function zerosUnasked(life: Life, { fall, index, storeHash }: LifeStore): Fault[] {
  if (fall === undefined || fall.over) return [];
  const since = new Date(fall.at).toISOString();
  const zeros = life.world.world.ledger.since(0).filter(({ name, key, at, detail }) => {
    const isZero = name === 'store stock written' && detail?.['level'] === 0 && at >= since;
    return isZero && fall.skus.some((sku) => key === `${storeHash}/${sku}`);
  });
  const together = zeros.map(({ at }) =>
    zeros.filter((other) => other.at >= at && msBetween(at, other.at) < ONE_RUN_MS),
  );
  const most = Math.max(0, ...together.map((some) => new Set(some.map(({ key }) => key)).size));
  if (most < ASKED_FROM) return [];
  const what = `store ${index}: ${most} of ${fall.skus.length} levels that fell at once were written as zero, and nobody had allowed it`;
  return [{ rule: 'many zeros at once need a person', what }];
}

const msBetween = (one: string, other: string): number => Date.parse(other) - Date.parse(one);
