import {
  QueryNotRegisteredError,
  QueryRejectedError,
  ScheduleNotFoundError,
  ServiceError,
  WorkflowFailedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import {
  ActivityFailure,
  ApplicationFailure,
  CancelledFailure,
  NamespaceNotFoundError,
  RetryState,
  TerminatedFailure,
  TimeoutFailure,
  TimeoutType,
} from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import * as errors from '../../../../src/client/errors.ts';
import { connectError } from '../../../../src/client/calls/connect-error.ts';
import { ourError } from '../../../../src/client/calls/temporal-failures.ts';
import { FailureType } from '../../../../src/contract/failures.ts';

// Numbers of the wire, whose enums belong to packages that are not ours to import.
const COMPLETED = 2 as never;
const PAUSED = 8 as never;
const INVALID_ARGUMENT = 3 as never;
const gone = () => new errors.NotFound('gone');
const typed = (type: string, detail?: object) =>
  ApplicationFailure.create({
    type,
    message: 'what happened',
    nonRetryable: true,
    ...(detail && { details: [detail] }),
  });
const grpc = (code: number, details = '') =>
  new ServiceError('failed', { cause: Object.assign(new Error(details), { code, details, metadata: {} }) });
const inActivity = (cause: Error) =>
  new ActivityFailure('activity failed', 'lookUp', '1', RetryState.NON_RETRYABLE_FAILURE, '1', cause);
const failed = (cause: Error) => new WorkflowFailedError('failed', cause, RetryState.NON_RETRYABLE_FAILURE);

describe('a failure of the worker', () => {
  it.each(Object.values(FailureType))('%s arrives as an error of that type, with its detail', (type) => {
    const detail = { field: 'code', expected: 'a code' };
    const error = ourError(new WorkflowUpdateFailedError('failed', typed(type, detail)), gone);
    expect(error).toBeInstanceOf(errors.OgoshipError);
    expect(error).toMatchObject({ type, message: 'what happened', field: 'code', expected: 'a code', detail });
  });

  it.each([
    [FailureType.invalidInput, errors.InvalidInput],
    [FailureType.refused, errors.Refused],
    [FailureType.integrationGone, errors.UnknownIntegration],
    [FailureType.unavailable, errors.Unavailable],
    [FailureType.throttled, errors.Throttled],
    [FailureType.credentialsRejected, errors.CredentialsRejected],
    [FailureType.scopeMissing, errors.ScopeMissing],
    [FailureType.integrationPaused, errors.IntegrationPaused],
    [FailureType.notFound, errors.NotFound],
  ])('%s has a class of its own', (type, errorClass) => {
    expect(ourError(failed(inActivity(typed(type))), gone)).toBeInstanceOf(errorClass);
  });

  it('that is none of ours stays a defect', () => {
    const defect = failed(typed('TypeError'));
    expect(ourError(defect, gone)).toBe(defect);
  });
});

describe('an error of Temporal', () => {
  it.each([
    ['a run that is not there', new WorkflowNotFoundError('none', 'id', undefined)],
    ['a run that is not open', new QueryRejectedError(COMPLETED)],
    ['a schedule that is not there', new ScheduleNotFoundError('none', 'id')],
  ])('%s is what the caller says', (_what, error) => {
    expect(ourError(error, gone)).toMatchObject({ message: 'gone' });
  });

  it.each<[string, unknown, string]>([
    ['a lost answer', new WorkflowUpdateRPCTimeoutOrCancelledError('late'), 'WorkerUnavailable'],
    ['a deadline', grpc(4), 'WorkerUnavailable'],
    ['no poller', grpc(9, 'no poller seen for task queue recently'), 'WorkerUnavailable'],
    ['an unreachable server', grpc(14), 'TemporalUnavailable'],
    [
      'a worker of another version',
      new QueryNotRegisteredError('unknown query', INVALID_ARGUMENT),
      'WorkerUnavailable',
    ],
    [
      'an answer that is too large',
      new QueryNotRegisteredError('query result size exceeds limit', INVALID_ARGUMENT),
      'Refused',
    ],
    [
      'a run that does not fit its worker',
      new QueryNotRegisteredError('[TMPRL1100] Nondeterminism error: …', INVALID_ARGUMENT),
      'WorkerUnavailable',
    ],
    [
      'an update that the worker does not know',
      new WorkflowUpdateFailedError('failed', new ApplicationFailure('No registered handler for update: later')),
      'WorkerUnavailable',
    ],
    [
      'a run that took too long',
      failed(new TimeoutFailure('late', undefined, TimeoutType.START_TO_CLOSE)),
      'Unavailable',
    ],
    ['a terminated run', failed(new TerminatedFailure('ended')), 'Refused'],
    ['a cancelled run', failed(new CancelledFailure('ended')), 'Refused'],
    ['a missing permission', grpc(7), 'Refused'],
    ['a wrong key', grpc(16), 'Refused'],
    ['an unknown namespace', new NamespaceNotFoundError('nowhere'), 'Refused'],
    ['a busy server', grpc(8), 'Throttled'],
  ])('%s', (_what, error, name) => {
    expect(ourError(error, gone)).toMatchObject({ name, expected: expect.stringMatching(/./) as string });
  });

  it.each([
    ['a query', new QueryRejectedError(PAUSED)],
    ['an update', grpc(9, 'Workflow is paused. Cannot update the workflow.')],
  ])('%s to a run that somebody paused in Temporal says so: it is there, and hears nothing', (_what, error) => {
    const expected = expect.stringContaining('Unpause Workflow') as string;
    expect(ourError(error, gone)).toMatchObject({ name: 'Unavailable', expected });
  });

  it.each([new NamespaceNotFoundError('shops'), grpc(5, 'Namespace shops is not found.')])(
    'about a namespace that is not there names it, whoever read the answer: %s',
    (error) => {
      expect(ourError(error, gone)).toMatchObject({
        name: 'Refused',
        message: 'Temporal has no namespace "shops".',
        field: 'TEMPORAL_NAMESPACE',
        expected: expect.stringContaining('setup.md') as string,
      });
      expect(ourError(grpc(5, 'worker deployment not found in namespace shops'), gone)).toMatchObject({
        message: 'gone',
      });
    },
  );

  it('about a missing search attribute says which command makes it', () => {
    const error = ourError(grpc(3, 'no mapping defined for search attribute OgoIntegration'), gone);
    expect(error).toMatchObject({ name: 'Refused', expected: expect.stringContaining('ogoship setup') as string });
  });

  it('at the first connection names the address', () => {
    const error = connectError(new Error('refused'), '127.0.0.1:1');
    expect(error).toMatchObject({ name: 'TemporalUnavailable', field: 'TEMPORAL_ADDRESS' });
    expect(String(error)).toContain('127.0.0.1:1');
    expect(connectError(grpc(16), '127.0.0.1:1')).toMatchObject({ name: 'Refused', field: 'TEMPORAL_API_KEY' });
  });

  it('at the first connection says whether TLS was meant: a server that means otherwise is silent', () => {
    const away = new Error('refused');
    const withTls = connectError(away, '127.0.0.1:1', true);
    expect(withTls).toMatchObject({ message: 'The Temporal server at 127.0.0.1:1 does not answer, asked with TLS.' });
    expect(withTls).toMatchObject({ expected: expect.stringContaining('that speaks TLS, or none of TEMPORAL_TLS') });
    expect(connectError(away, 'cloud.example:7233')).toMatchObject({
      expected: expect.stringContaining('needs TEMPORAL_TLS=true, TEMPORAL_TLS_* or TEMPORAL_API_KEY'),
    });
    expect(connectError(away, 'localhost:7233')).toMatchObject({ expected: expect.not.stringContaining('TLS') });
  });

  it('of our own, and a defect, pass as they are', () => {
    const own = new errors.Refused('no', {});
    const defect = new TypeError('a defect');
    expect(ourError(own, gone)).toBe(own);
    expect(ourError(defect, gone)).toBe(defect);
  });
});
