import { READINGS_THAT_AGREE } from '../../domain/orders/account/account.ts';
import { settleByStatus } from '../../domain/orders/decisions/decisions.ts';
import { noteChanging } from '../../domain/orders/learn/changing.ts';
import { takeCorrection, takeNote, takeStatusWrite, takeUnheardNote } from '../../domain/orders/learn/learn-acts.ts';
import { without } from '../../domain/orders/learn/learn-obstacles.ts';
import { takeShipments } from '../../domain/orders/learn/learn-store.ts';
import { takeLookFor, takeSearchFor } from '../../domain/orders/learn/learn-warehouse.ts';
import type { Act, ActOf } from '../../domain/orders/steps/steps.ts';
import {
  cancelInStore,
  cancelInWarehouse,
  findCodes,
  keepDecisions,
  lookUpInWarehouse,
  markHandedOver,
  noteOnStoreOrder,
  readShipments,
  searchWarehouse,
} from './order-activities.ts';
import type { Knowledge } from './knowledge.ts';
import { keptDocument } from '../../domain/orders/facts/decision-facts.ts';

/** Acts that are one question or one write. */
type ShortAct = Exclude<Act, ActOf<'read-order' | 'match' | 'hand-over' | 'create-products' | 'edit' | 'ship'>>;

/** Does one of them, and learns what came of it. */
export async function askOnce(known: Knowledge, act: ShortAct): Promise<void> {
  const { storeHash, orderId } = known.facts;
  const of = { storeHash, orderId, fresh: act.fresh, run: known.run };
  switch (act.kind) {
    case 'read-shipments': {
      const version = known.facts.order?.version ?? '';
      const shipments = await readShipments(of);
      known.learn((facts) => without(takeShipments(facts, shipments, version), act.key));
      return;
    }
    case 'look': {
      // By the run's own clock, from before it asked: what was sent since then it did not look for.
      const at = new Date().toISOString();
      const answer = await lookUpInWarehouse({ ...of, references: act.references, ...known.digestKey });
      known.learn((facts, now) => takeLookFor(act, facts, { ...answer, at }, now));
      return;
    }
    case 'search': {
      const orders = await searchWarehouse({ ...of, since: act.since });
      const codes = act.lines === undefined ? [] : await findCodes({ ...of, lines: act.lines });
      known.learn((facts, now) => takeSearchFor(act, facts, { orders, codes }, now));
      return;
    }
    case 'cancel': {
      known.learn((facts, now) => noteChanging(facts, act, now));
      const answer = await cancelInWarehouse({ ...of, orders: act.orders, ...known.digestKey });
      known.learn((facts, now) => takeCorrection(facts, act, answer, now));
      return;
    }
    case 'note': {
      // The store has no such order any more: whoever asks the run reads it there.
      if (known.facts.gone >= READINGS_THAT_AGREE) {
        known.learn((facts, now) => takeUnheardNote(facts, act, now));
        return;
      }
      const answer = await noteOnStoreOrder({ ...of, note: act.text });
      known.learn((facts, now) => takeNote(facts, act, answer, now));
      return;
    }
    case 'move-status': {
      const answer = await markHandedOver(of);
      known.learn((facts, now) => takeStatusWrite(facts, act, answer, now));
      return;
    }
    case 'cancel-in-store': {
      const answer = await cancelInStore(of);
      known.learn((facts, now) => takeStatusWrite(facts, act, answer, now));
      return;
    }
    case 'keep-decisions': {
      const document = keptDocument(known.facts);
      if (document !== undefined) await keepDecisions({ ...of, document });
      known.learn((facts) => without({ ...facts, kept: act.fingerprint }, act.key));
      return;
    }
    case 'settle-by-status':
      known.learn((facts, now) => settleByStatus(facts, act.version, now));
  }
}
