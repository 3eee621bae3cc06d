import { getExternalWorkflowHandle, isCancellation, log, type SignalDefinition } from '@temporalio/workflow';

/** Tells another run something, where it is still open. */
export async function tellRun<T>(run: string, signal: SignalDefinition<[T]>, said: T): Promise<void> {
  try {
    await getExternalWorkflowHandle(run).signal(signal, said);
  } catch (error) {
    if (isCancellation(error)) throw error;
    log.info('a run had ended before it was notified', { run });
  }
}
