import { Context } from '@temporalio/activity';
import { defined } from '../../contract/defined.ts';
import { workflowId } from '../../contract/ids.ts';
import type { Connection } from '../../contract/integration.ts';
import type { KeptQuestion } from '../../contract/integration/questions.ts';
import { integrationMessages } from '../../contract/messages.ts';
import { divideImport } from '../../domain/integration/questions/first-import.ts';
import { reportsOf, type Look } from '../../domain/integration/questions.ts';
import type { Dependencies } from '../runtime/dependencies.ts';
import type { ListedOrder } from './intake.ts';
import { askOpenRun } from '../runtime/query-open-run.ts';

/** More orders than this, never taken before, wait for a person's word. */
const FIRST_IMPORT = 50;

/** What a comparison may take, and what waits. */
export interface Import<Order> {
  readonly take: readonly Order[];
  readonly waiting: readonly Order[];
  /** To be called when all of `take` have their runs: an approval is used up then, and not before. */
  readonly taken: () => Promise<void>;
}

/**
 * Asks a person before many orders that were never taken are handed over at once. An answer is for the orders that it was
 * given for: others that come up later, many at once, are asked about anew. Orders of which nothing is to be handed over
 * are neither asked about nor taken: they are no import.
 * @param untaken every paid order that has no run
 * @param nothing which of them there is nothing to hand over of; only asked where there are many
 */
export async function firstImport<Order extends Pick<ListedOrder, 'id' | 'dateCreated'>>(
  deps: Pick<Dependencies, 'temporal' | 'connections'>,
  connection: Connection,
  untaken: readonly Order[],
  nothing: () => Promise<ReadonlySet<number>>,
): Promise<Import<Order>> {
  const isAsked = connection.importAsked === true;
  const all = (take: readonly Order[]) => ({ take, waiting: [], taken: () => Promise.resolve() });
  if (untaken.length <= FIRST_IMPORT && !isAsked) return all(untaken);
  const without = await nothing();
  const wanted = untaken.filter(({ id }) => !without.has(id));
  if (wanted.length <= FIRST_IMPORT && !isAsked) return all(wanted);
  const { storeHash } = connection;
  const entity = workflowId.integration(storeHash);
  const kept = (): Promise<readonly KeptQuestion[]> =>
    askOpenRun(deps.temporal, 'is the integration', (runs) =>
      runs.getHandle(entity).query(integrationMessages.questions),
    ).then((questions) => questions ?? []);
  const tell = async (questions: readonly KeptQuestion[], due: readonly Order[]): Promise<void> => {
    const reports = reportsOf(questions, lookOf(due));
    for (const report of reports) {
      await deps.temporal.workflow.getHandle(entity).signal(integrationMessages.reportDue, report);
    }
    // The next activity knows at once that something is asked, or no more.
    if (reports.length > 0) deps.connections.drop(storeHash);
  };

  const before = await kept();
  const { take, waiting, granted } = divideImport(before, wanted, FIRST_IMPORT);
  // An approval of too many to be named is used up when all are taken: told of fewer in the middle, it would be asked about anew.
  const isUnnamed = before.some(({ kind, beyond }) => kind === 'first-import' && beyond !== undefined);
  if (!isUnnamed || granted.length === 0) await tell(before, [...waiting, ...granted]);
  return {
    take,
    waiting,
    taken: async () => {
      if (granted.length > 0) await tell(await kept(), waiting);
    },
  };
}

function lookOf(due: readonly Pick<ListedOrder, 'id' | 'dateCreated'>[]): Look {
  const { workflowType } = Context.current().info;
  const [oldest] = due.map(({ dateCreated }) => dateCreated).sort((a, b) => Date.parse(a) - Date.parse(b));
  return {
    kind: 'first-import',
    due: due.map(({ id }) => String(id)),
    seen: [],
    all: true,
    ...defined({ oldest, askedBy: workflowType }),
  };
}
