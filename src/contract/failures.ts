/**
 * The classes of failure that cross the line between activities and workflows, as `ApplicationFailure.type`.
 * What happens on each is decided in one place for activities (retry or not) and by the workflows (hold, circuit).
 */
export const FailureType = {
  /** 429, or the store's quota is spent: retried after the reset that the other side named, if within an hour. */
  throttled: 'Throttled',
  /** 5xx, time-out, reset, maintenance, a proxy's page for a 401 or 403: retried with backoff. A write's outcome is then unknown. Also a Temporal server that cannot answer for now. */
  unavailable: 'Unavailable',
  /** 401, or `invalid_grant` of the token endpoint: the credentials themselves are refused. */
  credentialsRejected: 'CredentialsRejected',
  /** 403: the credentials are good, a permission is missing (or the store hash is wrong: the answer is the same). */
  scopeMissing: 'ScopeMissing',
  /** 400, 409, 413, 422: the other side understood and said no. */
  rejected: 'Rejected',
  /** 404: what that means depends on the job. */
  notFound: 'NotFound',
  /** The body does not fit what its contract says. */
  unexpectedResponse: 'UnexpectedResponse',
  /** Our reference is there with other content than ours. */
  conflict: 'Conflict',
  /** The integration is not open (disconnected, terminated or never connected). */
  integrationGone: 'IntegrationGone',
  /** A person or the circuit paused the integration. */
  integrationPaused: 'IntegrationPaused',
  /** A person's input is wrong; `details` carry the field and what would be right. */
  invalidInput: 'InvalidInput',
  /** A valid request that the present state does not allow. */
  refused: 'Refused',
} as const;

export type FailureType = (typeof FailureType)[keyof typeof FailureType];

/** Which of the two outside systems answered. */
export type Side = 'bigcommerce' | 'myogo';

/** The sides as people know them. */
export const sideNames = { bigcommerce: 'BigCommerce', myogo: 'myOGO' } as const satisfies Record<Side, string>;

/** The detail that travels with a failure: never a secret, never a person. */
export interface FailureDetail {
  /** `bigcommerce` or `myogo`, where one of them answered. */
  readonly side?: Side;
  /** HTTP status, where there was an answer. */
  readonly status?: number;
  /** Method and path template, for example `POST /v2/orders/{id}/shipments`: never a query string. */
  readonly operation?: string;
  /** The field that is wrong, for `InvalidInput` and `UnexpectedResponse`. */
  readonly field?: string;
  /** What would be right. */
  readonly expected?: string;
  /** The permission or capability that is missing, for `ScopeMissing`. */
  readonly capability?: string;
  /** The credentials' version that was refused, for `CredentialsRejected`. */
  readonly credentialsVersion?: number;
  /** Milliseconds until it is worth asking again, where the other side named them. */
  readonly retryAfterMs?: number;
  /** True when a write may have taken effect although no clean answer came back. */
  readonly outcomeUnknown?: boolean;
  /** Epoch ms of the last moment at which that write may have left, by the worker's clock: for people. */
  readonly unknownSince?: number;
  /** The run that may still do what was asked, where the caller gave up waiting. */
  readonly workflowId?: string;
  /** The update of that run which may still be carried out. */
  readonly updateId?: string;
  /** The asking run is a reset of this one, and must first go on with what that knew. Nothing was changed. */
  readonly resetFrom?: string;
}

/** What may still happen, as people are told of it; `undefined` where nobody knows which run it is. */
export function pendingWords({
  workflowId,
  updateId,
}: Pick<FailureDetail, 'workflowId' | 'updateId'>): string | undefined {
  if (workflowId === undefined) return undefined;
  return updateId === undefined ? `run ${workflowId}` : `update ${updateId} of run ${workflowId}`;
}
