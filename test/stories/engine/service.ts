import proto from '@temporalio/proto';
import { Code, GrpcError } from './grpc-error.ts';
import type { Machine } from './machine.ts';
import type { StartRun } from './new-run.ts';
import { timestamp } from './payloads.ts';
import type { Payload, Run } from './run.ts';
import { closeEvent, present, statusCode } from './run-answers.ts';
import type { Schedules } from './schedules.ts';
import { matcher } from './visibility.ts';

const api = proto.temporal.api.workflowservice.v1;
const { WorkflowIdConflictPolicy, WorkflowIdReusePolicy, UpdateWorkflowExecutionLifecycleStage, QueryRejectCondition } =
  proto.temporal.api.enums.v1;

type Handler = (request: never) => unknown;

/** What the server answers each call with. */
export function handlersOf(machine: Machine, schedules: Schedules): Record<string, Handler> {
  let updateNumber = 0;

  const startOf = (
    request: proto.temporal.api.workflowservice.v1.IStartWorkflowExecutionRequest,
  ): { run: Run; started: boolean } => {
    const workflowId = request.workflowId ?? '';
    const present = machine.latest(workflowId);
    if (present?.status === 'Running') {
      const use =
        request.workflowIdConflictPolicy === WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING;
      if (use) return { run: present, started: false };
      throw new GrpcError(Code.alreadyExists, 'Workflow execution is already running');
    }
    const rejects = request.workflowIdReusePolicy === WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE;
    const onlyFailed =
      request.workflowIdReusePolicy === WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY;
    if (present !== undefined && (rejects || (onlyFailed && present.status === 'Completed'))) {
      throw new GrpcError(Code.alreadyExists, 'Workflow execution already finished');
    }
    const given: StartRun = {
      workflowId,
      type: request.workflowType?.name ?? '',
      taskQueue: request.taskQueue?.name ?? '',
      args: request.input?.payloads ?? [],
      searchAttributes: request.searchAttributes?.indexedFields ?? {},
      memo: request.memo?.fields ?? {},
    };
    return { run: machine.start(given), started: true };
  };

  const openRun = (execution: proto.temporal.api.common.v1.IWorkflowExecution | null | undefined): Run => {
    const run = machine.find(execution?.workflowId ?? '', execution?.runId);
    if (run.status !== 'Running') throw new GrpcError(Code.notFound, 'workflow execution already completed');
    return run;
  };

  const signal = (run: Run, name: string, input: readonly Payload[]): void =>
    machine.tell(run, { signalWorkflow: { signalName: name, input: [...input], identity: 'stories', headers: {} } });

  const update = async (
    run: Run,
    { request }: proto.temporal.api.workflowservice.v1.IUpdateWorkflowExecutionRequest,
  ) => {
    const id = request?.meta?.updateId || `update-${++updateNumber}`;
    const instance = `${run.runId}/${id}`;
    const outcome = await new Promise((resolve) => {
      run.updates.set(instance, { id, resolve, accepted: false });
      machine.tell(run, {
        doUpdate: {
          id,
          protocolInstanceId: instance,
          name: request?.input?.name ?? '',
          input: request?.input?.args?.payloads ?? [],
          headers: {},
          meta: { updateId: id, identity: 'stories' },
          runValidator: true,
        },
      });
    });
    const { success, failure } = outcome as { success?: Payload[]; failure?: proto.temporal.api.failure.v1.IFailure };
    return api.UpdateWorkflowExecutionResponse.create({
      updateRef: { workflowExecution: { workflowId: run.workflowId, runId: run.runId }, updateId: id },
      stage: UpdateWorkflowExecutionLifecycleStage.UPDATE_WORKFLOW_EXECUTION_LIFECYCLE_STAGE_COMPLETED,
      outcome: failure === undefined ? { success: { payloads: success ?? [] } } : { failure },
    });
  };

  const infoOf = (run: Run) => ({
    execution: { workflowId: run.workflowId, runId: run.runId },
    type: { name: run.type },
    status: statusCode[run.status],
    taskQueue: run.taskQueue,
    startTime: timestamp(run.startedAt),
    executionTime: timestamp(run.startedAt),
    ...(run.closedAt !== undefined && { closeTime: timestamp(run.closedAt) }),
    historyLength: run.events,
    historySizeBytes: run.events * 200,
    memo: { fields: run.memo },
    searchAttributes: { indexedFields: present(run.searchAttributes) },
    firstRunId: run.init.firstExecutionRunId ?? run.runId,
  });

  const listed = (query: string | null | undefined): Run[] =>
    machine
      .runs()
      .filter(matcher(query ?? ''))
      .reverse();

  const handlers = {
    startWorkflowExecution: (request: proto.temporal.api.workflowservice.v1.IStartWorkflowExecutionRequest) => {
      const { run, started } = startOf(request);
      return api.StartWorkflowExecutionResponse.create({ runId: run.runId, started });
    },
    signalWithStartWorkflowExecution: (
      request: proto.temporal.api.workflowservice.v1.ISignalWithStartWorkflowExecutionRequest,
    ) => {
      const present = machine.latest(request.workflowId ?? '');
      const run = present?.status === 'Running' ? present : startOf(request).run;
      signal(run, request.signalName ?? '', request.signalInput?.payloads ?? []);
      return api.SignalWithStartWorkflowExecutionResponse.create({ runId: run.runId, started: run !== present });
    },
    signalWorkflowExecution: (request: proto.temporal.api.workflowservice.v1.ISignalWorkflowExecutionRequest) => {
      signal(openRun(request.workflowExecution), request.signalName ?? '', request.input?.payloads ?? []);
      return api.SignalWorkflowExecutionResponse.create({});
    },
    queryWorkflow: async (request: proto.temporal.api.workflowservice.v1.IQueryWorkflowRequest) => {
      const run = machine.find(request.execution?.workflowId ?? '', request.execution?.runId);
      const onlyOpen = request.queryRejectCondition === QueryRejectCondition.QUERY_REJECT_CONDITION_NOT_OPEN;
      if (onlyOpen && run.status !== 'Running')
        return api.QueryWorkflowResponse.create({ queryRejected: { status: statusCode[run.status] } });
      const { result, failure } = await machine.query(
        run,
        request.query?.queryType ?? '',
        request.query?.queryArgs?.payloads ?? [],
      );
      if (failure) throw new GrpcError(Code.invalidArgument, failure.message ?? 'query failed');
      return api.QueryWorkflowResponse.create({ queryResult: { payloads: result ? [result] : [] } });
    },
    updateWorkflowExecution: (request: proto.temporal.api.workflowservice.v1.IUpdateWorkflowExecutionRequest) =>
      update(openRun(request.workflowExecution), request),
    executeMultiOperation: async ({
      operations,
    }: proto.temporal.api.workflowservice.v1.IExecuteMultiOperationRequest) => {
      const { run, started } = startOf(operations?.[0]?.startWorkflow ?? {});
      const answer = await update(run, operations?.[1]?.updateWorkflow ?? {});
      return api.ExecuteMultiOperationResponse.create({
        responses: [{ startWorkflow: { runId: run.runId, started } }, { updateWorkflow: answer }],
      });
    },
    describeWorkflowExecution: ({
      execution,
    }: proto.temporal.api.workflowservice.v1.IDescribeWorkflowExecutionRequest) => {
      const run = machine.find(execution?.workflowId ?? '', execution?.runId);
      return api.DescribeWorkflowExecutionResponse.fromObject({
        workflowExecutionInfo: infoOf(run),
        executionConfig: {},
      });
    },
    listWorkflowExecutions: ({ query }: proto.temporal.api.workflowservice.v1.IListWorkflowExecutionsRequest) =>
      api.ListWorkflowExecutionsResponse.fromObject({ executions: listed(query).map(infoOf) }),
    countWorkflowExecutions: ({ query }: proto.temporal.api.workflowservice.v1.ICountWorkflowExecutionsRequest) =>
      api.CountWorkflowExecutionsResponse.fromObject({ count: listed(query).length }),
    terminateWorkflowExecution: ({
      workflowExecution,
    }: proto.temporal.api.workflowservice.v1.ITerminateWorkflowExecutionRequest) => {
      machine.close(openRun(workflowExecution), 'Terminated');
      return api.TerminateWorkflowExecutionResponse.create({});
    },
    requestCancelWorkflowExecution: ({
      workflowExecution,
    }: proto.temporal.api.workflowservice.v1.IRequestCancelWorkflowExecutionRequest) => {
      machine.tell(openRun(workflowExecution), { cancelWorkflow: { reason: '' } });
      return api.RequestCancelWorkflowExecutionResponse.create({});
    },
    getWorkflowExecutionHistory: async ({
      execution,
    }: proto.temporal.api.workflowservice.v1.IGetWorkflowExecutionHistoryRequest) => {
      const run = machine.find(execution?.workflowId ?? '', execution?.runId);
      if (run.status === 'Running') await new Promise<void>((resolve) => run.onClose.push(resolve));
      return api.GetWorkflowExecutionHistoryResponse.fromObject({ history: { events: [closeEvent(run)] } });
    },
    deleteWorkflowExecution: () => api.DeleteWorkflowExecutionResponse.create({}),
    describeTaskQueue: () =>
      api.DescribeTaskQueueResponse.fromObject({ pollers: [{ lastAccessTime: timestamp(machine.time.now) }] }),
    createSchedule: (request: proto.temporal.api.workflowservice.v1.ICreateScheduleRequest) => {
      schedules.create(request);
      return api.CreateScheduleResponse.create({ conflictToken: new Uint8Array([1]) });
    },
    describeSchedule: ({ scheduleId }: proto.temporal.api.workflowservice.v1.IDescribeScheduleRequest) =>
      api.DescribeScheduleResponse.fromObject(schedules.describe(scheduleId ?? '')),
    updateSchedule: ({ scheduleId, schedule }: proto.temporal.api.workflowservice.v1.IUpdateScheduleRequest) => {
      schedules.update(scheduleId ?? '', schedule ?? {});
      return api.UpdateScheduleResponse.create({});
    },
    patchSchedule: ({ scheduleId, patch }: proto.temporal.api.workflowservice.v1.IPatchScheduleRequest) => {
      schedules.patch(scheduleId ?? '', patch ?? {});
      return api.PatchScheduleResponse.create({});
    },
    deleteSchedule: ({ scheduleId }: proto.temporal.api.workflowservice.v1.IDeleteScheduleRequest) => {
      schedules.delete(scheduleId ?? '');
      return api.DeleteScheduleResponse.create({});
    },
    listSchedules: () =>
      api.ListSchedulesResponse.fromObject({
        schedules: schedules.ids().map((scheduleId) => ({ scheduleId, info: {} })),
      }),
  };
  return handlers; // each takes the request of its own name
}
