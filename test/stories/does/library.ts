import type { Settings } from '../../../dev/stand-ins/settings.ts';
import type { Act, Habit } from '../acts/act.ts';
import type { LifeStore } from '../life/life-store.ts';
import type { LifeWorld } from '../life/life-world.ts';
import type { Life } from '../life/life.ts';
import { METHOD } from '../life/people.ts';
import { CODE } from '../life/opening.ts';
import { askTravel } from '../travels/asks.ts';

/** `refused`: what was asked cannot be done now. `not-asked`: the act is nothing that one asks for. */
type Asked = 'done' | 'refused' | 'not-asked';
const asked = (isDone: boolean): Asked => (isDone ? 'done' : 'refused');

/** What one asks the product for, or the machine room. */
export async function askFor(life: Life, act: Act): Promise<Asked> {
  const decided = await decide(life, act);
  if (decided !== 'not-asked') return decided;
  const changed = await changeStore(life, act);
  if (changed !== 'not-asked') return changed;
  const said = await askTravel(life, act);
  return said === undefined ? troubles(life, act) : asked(said);
}

/** What a person decides of one order. */
async function decide(life: Life, act: Act): Promise<Asked> {
  const order = life.orderOf(act);
  const orders = order?.store.shop.orders;
  switch (act.do) {
    case 'release': {
      if (order === undefined || orders === undefined) return 'refused';
      const decision = act.kind === 'use-code' ? { kind: act.kind, code: 'GLS' } : { kind: act.kind };
      if (!(await life.tryTo(orders.release(order.orderId, decision)))) return 'refused';
      order.deeds.decisions.push(act.kind);
      return 'done';
    }
    case 'retry':
      return asked(order !== undefined && orders !== undefined && (await life.tryTo(orders.retry(order.orderId))));
    case 'cancel':
    case 'fulfil':
      if (order === undefined || orders === undefined) return 'refused';
      if (!(await life.tryTo(orders[act.do](order.orderId)))) return 'refused';
      order.deeds.decisions.push(act.do);
      return 'done';
    default:
      return 'not-asked';
  }
}

/** What a merchant asks for the whole of a store. */
async function changeStore(life: Life, act: Act): Promise<Asked> {
  const store = life.storeOf(act);
  const { shop } = store;
  switch (act.do) {
    case 'link':
      if (act.linked) return asked(await life.tryTo(shop.shipping.link({ method: METHOD.unlinked, code: 'POSTI' })));
      return asked(await life.tryTo(shop.shipping.unlink({ method: METHOD.unlinked })));
    case 'relink': {
      const gone = await life.tryTo(shop.shipping.unlink({ method: 'DHL*' }));
      if (act.to === 'nothing') return asked(gone);
      const code = act.to === 'back' ? CODE : 'OMNIVA';
      return asked(await life.tryTo(shop.shipping.link({ method: 'DHL*', code })));
    }
    case 'buffer':
    case 'setting': {
      const patch = act.do === 'buffer' ? { stockBuffer: act.pieces } : settingOf(act, life.world);
      const isTaken = await life.tryTo(shop.changeSettings(patch));
      if (isTaken) store.took(patch);
      return asked(isTaken);
    }
    case 'pause':
      if (!(await life.tryTo(shop.pause('stock-taking')))) return 'refused';
      stops(life, store);
      return 'done';
    case 'resume': {
      const { stoppedAt } = store;
      // From the first moment of the call: what goes on writes before its answer is heard.
      store.stoppedAt = undefined;
      const isTaken = await life.tryTo(shop.resume());
      // It was connected all the same, by a call whose answer was lost.
      if (isTaken) store.isConnected = true;
      if (!store.isConnected) store.stoppedAt = stoppedAt;
      return asked(isTaken);
    }
    case 'disconnect':
      if (!(await life.tryTo(shop.disconnect()))) return 'refused';
      store.isConnected = false;
      stops(life, store);
      return 'done';
    case 'connect':
      return asked(await connect(life, store, act.merchant));
    case 'rotate': {
      const { apiToken, merchant } = store;
      const good = { bigcommerce: { apiToken }, myogo: { secretToken: merchant.secretToken } };
      const isTaken = await life.tryTo(
        shop.rotateCredentials(act.well ? good : { bigcommerce: { apiToken: 'nobodys' } }),
      );
      if (isTaken && act.well) store.isDeaf = false;
      // Wrong ones are to be refused: that they were tried is the act.
      return asked(isTaken || !act.well);
    }
    case 'changes':
      if (act.what === 'run') return asked(await life.tryTo(shop.latestChanges.runNow()));
      if (act.what === 'enable') return asked(await life.tryTo(shop.latestChanges.enable({ force: true })));
      return asked(await life.tryTo(shop.latestChanges.disable()));
    case 'compare':
      if (!(await life.tryTo(shop.reconcile.runNow()))) return 'refused';
      if (store.stoppedAt === undefined) store.comparedAt = life.world.now();
      return 'done';
    case 'create-products':
      return asked(await life.tryTo(shop.products.create({ all: true })));
    case 'answer':
      return asked(await answer(life, store, act));
    default:
      return 'not-asked';
  }
}

function settingOf({ what, on }: Extract<Act, { do: 'setting' }>, world: LifeWorld) {
  switch (what) {
    case 'editable':
      return { ordersEditable: on };
    case 'wait-for-number':
      return { waitForTrackingMinutes: world.minutes(on ? 10 : 60) };
    case 'grace':
      return { graceMinutes: world.minutes(on ? 7 : 0) };
    case 'brake':
      return { brakeShare: on ? 1 : 0.2 };
  }
}

/** A worker keeps an integration's answer for 15 s, and a request that has left is let end. */
function stops(life: Life, store: LifeStore): void {
  store.stoppedAt ??= life.world.now();
}

async function connect(life: Life, store: LifeStore, to: 'same' | 'other'): Promise<boolean> {
  const other = to === 'other' && !store.isConnected ? life.spareMerchant : undefined;
  const merchant = other === undefined ? store.merchant : life.world.control.merchant(other);
  const sides = { bigcommerce: { apiToken: store.apiToken }, myogo: merchant };
  store.stoppedAt = undefined;
  if (!(await life.tryTo(store.shop.connect(sides)))) return false;
  life.connected(store, merchant.merchantId);
  return true;
}

/** Well, late, or twice: what was asked once is asked no more, or about something else. */
async function answer(life: Life, store: LifeStore, act: Extract<Act, { do: 'answer' }>): Promise<boolean> {
  const { shop, asked: known } = store;
  await life.tryTo(
    shop.questions().then((open) => {
      for (const { id } of open) if (!known.includes(id)) known.push(id);
    }),
  );
  const id = act.question === 'open' ? known.at(-1) : known.at(-1 - (1 + act.which));
  if (id === undefined) return false;
  const taken = await life.tryTo(shop.answer(id, act.decision));
  if (taken && act.decision === 'approve' && store.fall !== undefined) store.fall.over = true;
  // An answer to what is asked no more is to be refused: that it was given is the act.
  return taken || act.question === 'past';
}

/** What the machine room does, and the warehouse's own machine. */
function troubles(life: Life, act: Act): Asked {
  const { control } = life.world;
  switch (act.do) {
    case 'puts':
      control.warehousePuts(
        act.answer === 'obey' ? [] : [{ answer: act.answer }],
        life.storeOf(act).merchant.merchantId,
      );
      return 'done';
    case 'habit':
      control.settings(settingsOf(act.what, life.world));
      return 'done';
    case 'renew':
      life.world.renew();
      return 'done';
    case 'faults':
      control.faults({
        rate: 1,
        kinds: [act.kind],
        side: act.side,
        count: act.count,
        skip: act.which,
        ...(act.writes === true && { paths: WRITES }),
      });
      return 'done';
    default:
      return 'not-asked';
  }
}

const settingsOf = (habit: Habit, { listedLateMs }: LifeWorld): Partial<Settings> => habits(listedLateMs)[habit];

const habits = (listedLateMs: number): Readonly<Record<Habit, Partial<Settings>>> => ({
  'duplicates-taken': { duplicateReference: 'accept' },
  'duplicates-reserved': { duplicateReference: 'reserve' },
  'listed-late': { ordersAppearAfterMs: listedLateMs },
  'coarse-times': { editTimeStepMs: 1_000 },
  'words-in-lower-case': { statusCase: 'lower' },
  'no-cancel-by-api': { cancelByApi: false },
  'edits-refused': { uneditable: 'refuse' },
  'shipments-move-no-status': { shipmentMovesStatus: false },
  'archived-listed': { archivedInLists: true },
});

/** Requests that change something; a token is none of these. */
const WRITES = ['PUT *', 'DELETE *', 'POST *rders*', 'POST *roducts*', 'POST *tock*'];
