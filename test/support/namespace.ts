import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import proto from '@temporalio/proto';
import { ScheduleNotFoundError, type Client, type Connection } from '@temporalio/client';
import { SEARCH_ATTRIBUTES } from '../../dev/temporal-server/search-attributes.ts';

const ONE_DAY_S = 86_400;

/**
 * A namespace of its own on the shared server, with our search attributes: the task queues' names are fixed, so this is
 * what keeps two workers apart. Takes milliseconds.
 */
export async function createNamespace(
  connection: Pick<Connection, 'workflowService' | 'operatorService'>,
): Promise<string> {
  const namespace = `test-${randomBytes(6).toString('hex')}`;
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: { seconds: ONE_DAY_S as never }, // a number does where the types want a Long
  });
  const { INDEXED_VALUE_TYPE_KEYWORD } = proto.temporal.api.enums.v1.IndexedValueType;
  const searchAttributes = Object.fromEntries(SEARCH_ATTRIBUTES.map((name) => [name, INDEXED_VALUE_TYPE_KEYWORD]));
  await untilKnown(() => connection.operatorService.addSearchAttributes({ namespace, searchAttributes }));
  await untilKnown(() => connection.workflowService.countWorkflowExecutions({ namespace, query: "OgoOrder = 'none'" }));
  return namespace;
}

/** Ends the schedules of a namespace that no worker serves any more: they would keep the server busy to the end. */
export async function removeSchedules({ schedule }: Pick<Client, 'schedule'>): Promise<void> {
  for await (const { scheduleId } of schedule.list()) {
    // The list is a moment behind: one that the test itself removed may still be in it.
    await schedule
      .getHandle(scheduleId)
      .delete()
      .catch((error: unknown) => {
        if (!(error instanceof ScheduleNotFoundError)) throw error;
      });
  }
}

/** The server's own caches learn of a namespace and its attributes a moment later. */
async function untilKnown(ask: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      await ask();
      return;
    } catch (error) {
      if (tries === 200) throw error;
      await pause(50);
    }
  }
}
