import type { Client } from '@temporalio/client';

/** Everything that the server keeps of the runs that began since then, as text. */
export async function storedSince({ workflow }: Client, since: Date): Promise<string> {
  const texts: string[] = [];
  for await (const { workflowId, runId, memo } of workflow.list({ query: `StartTime >= "${since.toISOString()}"` })) {
    const { events = [] } = await workflow.getHandle(workflowId, runId).fetchHistory();
    texts.push(JSON.stringify(memo), ...(events ?? []).map(textOf));
  }
  return texts.join('\n');
}

/** Payloads are bytes, and are read as what they are: JSON. */
function textOf(event: unknown): string {
  return JSON.stringify(event, (_, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value,
  );
}
