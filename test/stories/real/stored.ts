import type { Client } from '@temporalio/client';

/** Everything that the server keeps of the runs that began since then, as text. A history that ended is read once. */
export function storedSince({ workflow }: Client, since: Date): () => Promise<string> {
  const ended = new Map<string, string>();
  return async () => {
    const texts: string[] = [];
    const runs = workflow.list({ query: `StartTime >= "${since.toISOString()}"` });
    for await (const { workflowId, runId, memo, status } of runs) {
      const known = ended.get(runId);
      if (known !== undefined) {
        texts.push(known);
        continue;
      }
      const { events = [] } = await workflow.getHandle(workflowId, runId).fetchHistory();
      const text = [JSON.stringify(memo), ...(events ?? []).map(textOf)].join('\n');
      if (status.name !== 'RUNNING') ended.set(runId, text);
      texts.push(text);
    }
    return texts.join('\n');
  };
}

/** Payloads are bytes, and are read as what they are: JSON. */
function textOf(event: unknown): string {
  return JSON.stringify(event, (_, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value,
  );
}
