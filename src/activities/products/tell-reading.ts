import { activityInfo, log } from '@temporalio/activity';
import { productMessages } from '../../contract/messages.ts';
import type { CatalogueReport } from '../../contract/products.ts';
import type { Dependencies } from '../runtime/dependencies.ts';

const LOOK_EVERY_MS = 1_000;
/** A shorter wait is not worth a message. */
const WORTH_TELLING_MS = 3_000;
/** Between two messages, growing: a history must not fill while its run waits. */
const SHORTEST_GAP_MS = 60_000;
const LONGEST_GAP_MS = 10 * 60_000;

/**
 * Tells the run that asks how far its catalogue is read, and what that waits for, while `body` goes on.
 * @param reading how it stands; `undefined` while nothing is read
 */
export async function tellingOfReading<T>(
  { temporal }: Pick<Dependencies, 'temporal'>,
  reading: () => CatalogueReport | undefined,
  body: () => Promise<T>,
): Promise<T> {
  const { workflowId, runId } = activityInfo().workflowExecution ?? {};
  if (workflowId === undefined) return body();
  const run = temporal.workflow.getHandle(workflowId, runId);
  let told = '';
  let gap = SHORTEST_GAP_MS;
  let notBefore = 0;
  let telling: Promise<void> = Promise.resolve();

  const look = (): void => {
    const report = reading();
    const since = report?.waiting === undefined ? undefined : Date.parse(report.waiting.since);
    // The first message is of a wait; what was told of it is put right later.
    const isWorth = told !== '' || (since !== undefined && Date.now() - since >= WORTH_TELLING_MS);
    if (report === undefined || !isWorth || performance.now() < notBefore || JSON.stringify(report) === told) return;
    told = JSON.stringify(report);
    notBefore = performance.now() + gap;
    gap = Math.min(LONGEST_GAP_MS, gap * 2);
    telling = run.signal(productMessages.catalogueRead, report).catch((error: unknown) => {
      log.warn('a run could not be notified how far its catalogue is read', { error: String(error) });
    });
  };
  const looking = setInterval(look, LOOK_EVERY_MS);
  try {
    return await body();
  } finally {
    clearInterval(looking);
    await telling;
  }
}
