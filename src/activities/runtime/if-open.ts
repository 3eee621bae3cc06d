import { WorkflowNotFoundError } from '@temporalio/client';

/** Tells a run that may not be open. @returns false where it is not: it ended, or was never there */
export async function ifOpen(tell: () => Promise<unknown>): Promise<boolean> {
  try {
    await tell();
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
