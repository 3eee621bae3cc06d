import proto from '@temporalio/proto';
import type { ActivityTask } from './activity-attempts.ts';
import { msOf, toPayload } from './payloads.ts';
import type { Failure } from './run.ts';

const { TimeoutType } = proto.temporal.api.enums.v1;

export function timeout(task: ActivityTask, timeoutType: proto.temporal.api.enums.v1.TimeoutType): Failure {
  const details = task.heartbeat === undefined ? undefined : toPayload(task.heartbeat);
  return {
    message: 'activity timeout',
    source: 'Server',
    timeoutFailureInfo: {
      timeoutType,
      ...(details !== undefined && { lastHeartbeatDetails: { payloads: [details] } }),
    },
  };
}

export function timeoutTypeName({ timeoutFailureInfo }: Failure): string | undefined {
  switch (timeoutFailureInfo?.timeoutType) {
    case TimeoutType.TIMEOUT_TYPE_START_TO_CLOSE:
      return 'TemporalTimeout:StartToClose';
    case TimeoutType.TIMEOUT_TYPE_HEARTBEAT:
      return 'TemporalTimeout:Heartbeat';
    default:
      return undefined;
  }
}

export const activityBounds = ({ command }: ActivityTask) => ({
  startToCloseTimeoutMs: msOf(command.startToCloseTimeout) ?? 0,
  scheduleToCloseTimeoutMs: msOf(command.scheduleToCloseTimeout) ?? 0,
  heartbeatTimeoutMs: msOf(command.heartbeatTimeout) ?? 0,
});
