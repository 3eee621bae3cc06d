import proto from '@temporalio/proto';

const { History } = proto.temporal.api.history.v1;
type IHistory = proto.temporal.api.history.v1.IHistory;
type IPayload = proto.temporal.api.common.v1.IPayload;

/** As plain JSON, with the id of the run: enums by name, bytes in base64. `recordedFrom` reads it back. */
export function plainHistory(workflowId: string, history: IHistory): { readonly workflowId: string } & object {
  const plain = History.toObject(History.fromObject(history), { enums: String, bytes: String, longs: String });
  return { workflowId, ...plain };
}

/** What `plainHistory` wrote, as the SDK replays it. */
export function recordedFrom(text: string): { workflowId: string; history: proto.temporal.api.history.v1.History } {
  const recorded = JSON.parse(text) as { workflowId: string; events: object[] }; // written by plainHistory
  return { workflowId: recorded.workflowId, history: History.fromObject({ events: recorded.events }) };
}

/** What a payload holds, where it is JSON, as all of ours are. */
function valueOf(payload: IPayload | null | undefined): unknown {
  const text = Buffer.from(payload?.data ?? []).toString('utf8');
  return text === '' ? undefined : JSON.parse(text);
}

/** What a run hands to the one that continues it; `undefined` where it does not continue as new. */
export function carriedBy({ events }: IHistory): unknown {
  return valueOf(events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.input?.payloads?.[1]);
}

/** What the run before it handed to it: a schedule passes on the last result. */
export function lastResultIn({ events }: IHistory): unknown {
  return valueOf(events?.[0]?.workflowExecutionStartedEventAttributes?.lastCompletionResult?.payloads?.[0]);
}
