import { defined } from '../../contract/defined.ts';
import { workflowId, type StoreHash } from '../../contract/ids.ts';
import type { EarlierIntegration, IntegrationStatus } from '../../contract/integration.ts';
import { integrationMessages } from '../../contract/messages.ts';
import { copyOf } from '../../domain/integration/earlier-integration.ts';
import { sameSchedules } from '../../domain/integration/integration-schedules.ts';
import { mendGoodsIn } from '../stock/awaited/mend-goods-in.ts';
import { mendOwed } from '../stock/owed/mend-owed.ts';
import { askOpenRun } from '../runtime/query-open-run.ts';
import { ifOpen } from '../runtime/if-open.ts';
import {
  createScheduleActivities,
  type EnsuredSchedules,
  type EnsureSchedules,
  type ScheduleDependencies,
} from './schedules.ts';

/**
 * Brings the schedules of integrations to what they themselves want: each is asked.
 * @param stores how many integrations there are
 */
export function createMender(deps: ScheduleDependencies, stores: number) {
  const { temporal } = deps;
  const schedules = createScheduleActivities(deps);
  return mend;

  /** `undefined` where nothing is connected. */
  async function statusOf(storeHash: StoreHash): Promise<IntegrationStatus | undefined> {
    const status = await askOpenRun(temporal, 'is the integration', (runs) =>
      runs.getHandle(workflowId.integration(storeHash)).query(integrationMessages.status),
    );
    return status?.stage === 'disconnected' || status?.stage === 'connecting' ? undefined : status;
  }

  /** Ensures until the entity wants what it wanted before: it may be paused or resumed at this very moment. */
  async function mend(storeHash: StoreHash): Promise<EnsuredSchedules | undefined> {
    let status = await statusOf(storeHash);
    const awaitedLost = status === undefined ? undefined : await mendGoodsIn(deps, status);
    const owedLost = status === undefined ? undefined : await mendOwed(deps, status);
    while (status !== undefined) {
      const wanted = wantedOf(status);
      let ensured = await schedules.ensureSchedules({ ...wanted, stores });
      // What was kept with a schedule that somebody deleted is gone with it.
      if (ensured.reconcile === 'created') {
        const keeps = await keptOf(storeHash);
        if (keeps !== undefined) ensured = { ...ensured, ...(await keep({ ...wanted, keeps })) };
      }
      // What was left as it was, nobody was overtaken by: the entity need not be asked once more.
      const left = ensured.latestChanges === 'unchanged' && ensured.reconcile === 'unchanged';
      if (!left) status = await statusOf(storeHash);
      if (status === undefined || sameSchedules(wantedOf(status), wanted)) {
        if (status !== undefined) await tellOfPause(status, ensured);
        return { ...ensured, ...defined({ awaitedLost, owedLost }) };
      }
    }
    return undefined;
  }

  async function keptOf(storeHash: StoreHash): Promise<EarlierIntegration | undefined> {
    const kept = await askOpenRun(temporal, 'is the integration', (runs) =>
      runs.getHandle(workflowId.integration(storeHash)).query(integrationMessages.kept),
    );
    return kept && copyOf(kept);
  }

  async function keep(wanted: EnsureSchedules): Promise<Pick<EnsuredSchedules, 'skipped'>> {
    const { skipped } = await schedules.ensureSchedules(wanted);
    return { skipped };
  }

  /** The entity shows a person's pause and its end, and has webhooks made where that is possible now: it sees neither. */
  async function tellOfPause(
    { storeHash, latestChanges: { allowed, ...shown }, webhooks }: IntegrationStatus,
    { pausedByPerson, hooksPlace }: EnsuredSchedules,
  ): Promise<void> {
    const isShown =
      shown.unconfirmed !== true && shown.pausedByPerson === pausedByPerson && webhooks.place === hooksPlace;
    if (!allowed || isShown) return;
    const entity = temporal.workflow.getHandle(workflowId.integration(storeHash));
    await ifOpen(() => entity.signal(integrationMessages.scheduleSeen, defined({ pausedByPerson, hooksPlace })));
  }
}

/** What the entity wants of its schedules. */
function wantedOf({ storeHash, latestChanges: { allowed, every, stretch, why } }: IntegrationStatus): EnsureSchedules {
  return { storeHash, running: allowed, every, ...defined({ stretch, why: allowed ? undefined : why }) };
}
