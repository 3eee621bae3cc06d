import { Context } from '@temporalio/activity';
import type { StoreHash } from '../contract/ids.ts';
import { workflowId } from '../contract/ids.ts';
import type { Connection } from '../contract/integration.ts';
import { integrationMessages } from '../contract/messages.ts';
import type { Dependencies } from './dependencies.ts';
import type { ListedOrder } from './order-legs.ts';
import { askOpenRun } from './open-run.ts';

const LISTED = 100;

/**
 * Asks a person before many orders that were never taken are handed over at once. The question is about everything since
 * `ordersFrom`: an answer holds until that is moved, and refusing moves it.
 * @returns true where a person has approved
 */
export async function askFirstImport(
  deps: Pick<Dependencies, 'temporal'>,
  connection: Connection,
  untaken: readonly ListedOrder[],
): Promise<boolean> {
  const { storeHash, settings } = connection;
  const id = workflowId.integration(storeHash);
  const fingerprint = fingerprintOf(storeHash, settings.ordersFrom);
  const status = await askOpenRun(deps.temporal, 'is the integration', (runs) =>
    runs.getHandle(id).query(integrationMessages.status),
  );
  const asked = status?.questions.find((one) => one.kind === 'first-import' && one.fingerprint === fingerprint);
  if (asked?.answer !== undefined) return asked.answer.decision === 'approve';
  if (asked === undefined) {
    const { workflowType } = Context.current().info;
    const dates = untaken.map(({ dateCreated }) => dateCreated).sort();
    await deps.temporal.workflow.getHandle(id).signal(integrationMessages.ask, {
      kind: 'first-import',
      summary: `${untaken.length} paid orders were never handed over, the oldest of ${dates[0] ?? 'an unknown date'}. They wait; later ones do not.`,
      items: untaken.slice(0, LISTED).map((order) => String(order.id)),
      count: untaken.length,
      fingerprint,
      ...(workflowType === undefined ? {} : { askedBy: workflowType }),
    });
  }
  return false;
}

function fingerprintOf(storeHash: StoreHash, ordersFrom: string): string {
  return `first-import ${storeHash} since ${ordersFrom}`;
}
