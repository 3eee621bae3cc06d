import { FailureType, type FailureDetail } from '../contract/failures.ts';

/**
 * What every method of the client throws: one sentence for a person, its class, and what would be right. Neither the
 * message nor the detail ever holds a token or personal data.
 */
export class OgoshipError extends Error {
  override readonly name: string = 'OgoshipError';
  /** The class of failure, the same word as in logs and in the Temporal UI. */
  readonly type: FailureType;
  readonly detail: FailureDetail;

  constructor(type: FailureType, message: string, detail: FailureDetail = {}, options?: ErrorOptions) {
    super(message, options);
    this.type = type;
    this.detail = detail;
  }

  /** The field that is wrong, where the failure concerns one. */
  get field(): string | undefined {
    return this.detail.field;
  }

  /** What would be right, or what to do. */
  get expected(): string | undefined {
    return this.detail.expected;
  }
}

/** A person's input is wrong; `field` names it. Refused before any effect. */
export class InvalidInput extends OgoshipError {
  override readonly name = 'InvalidInput';
  constructor(message: string, detail: FailureDetail, options?: ErrorOptions) {
    super(FailureType.invalidInput, message, detail, options);
  }
}

/** A valid request that the present state does not allow; `expected` says what would be possible. */
export class Refused extends OgoshipError {
  override readonly name = 'Refused';
  constructor(message: string, detail: FailureDetail, options?: ErrorOptions) {
    super(FailureType.refused, message, detail, options);
  }
}

/** This store is not connected: never was, or is disconnected. */
export class UnknownIntegration extends OgoshipError {
  override readonly name = 'UnknownIntegration';
  constructor(message: string, detail: FailureDetail, options?: ErrorOptions) {
    super(FailureType.integrationGone, message, detail, options);
  }
}

/** Temporal, the worker, the store or the warehouse did not answer in time: asking again later may help. */
export class Unavailable extends OgoshipError {
  override readonly name: string = 'Unavailable';
  constructor(message: string, detail: FailureDetail = {}, options?: ErrorOptions) {
    super(FailureType.unavailable, message, detail, options);
  }
}

/** No worker answered in time: none runs, or it is busy. `detail.outcomeUnknown` where what was asked may still happen. */
export class WorkerUnavailable extends Unavailable {
  override readonly name = 'WorkerUnavailable';
}

/** The Temporal server itself does not answer. */
export class TemporalUnavailable extends Unavailable {
  override readonly name = 'TemporalUnavailable';
}

/** A quota is spent; `detail.retryAfterMs` says when to ask again, where that is known. */
export class Throttled extends OgoshipError {
  override readonly name = 'Throttled';
  constructor(message: string, detail: FailureDetail = {}, options?: ErrorOptions) {
    super(FailureType.throttled, message, detail, options);
  }
}

/** The store or the warehouse refuses the credentials themselves: `rotateCredentials` is the remedy. */
export class CredentialsRejected extends OgoshipError {
  override readonly name = 'CredentialsRejected';
  constructor(message: string, detail: FailureDetail = {}, options?: ErrorOptions) {
    super(FailureType.credentialsRejected, message, detail, options);
  }
}

/** The credentials are good, a permission is missing; `detail.capability` names it. */
export class ScopeMissing extends OgoshipError {
  override readonly name = 'ScopeMissing';
  constructor(message: string, detail: FailureDetail = {}, options?: ErrorOptions) {
    super(FailureType.scopeMissing, message, detail, options);
  }
}

/** The integration is paused, by a person or because its credentials are refused. */
export class IntegrationPaused extends OgoshipError {
  override readonly name = 'IntegrationPaused';
  constructor(message: string, detail: FailureDetail = {}, options?: ErrorOptions) {
    super(FailureType.integrationPaused, message, detail, options);
  }
}

/** The store or the warehouse does not have what was asked for. */
export class NotFound extends OgoshipError {
  override readonly name = 'NotFound';
  constructor(message: string, detail: FailureDetail = {}, options?: ErrorOptions) {
    super(FailureType.notFound, message, detail, options);
  }
}

/** The error of a failure class that crossed the line from the worker. */
export function errorOfType(
  type: FailureType,
  message: string,
  detail: FailureDetail,
  options: ErrorOptions,
): OgoshipError {
  switch (type) {
    case FailureType.invalidInput:
      return new InvalidInput(message, detail, options);
    case FailureType.refused:
      return new Refused(message, detail, options);
    case FailureType.integrationGone:
      return new UnknownIntegration(message, detail, options);
    case FailureType.unavailable:
      return new Unavailable(message, detail, options);
    case FailureType.throttled:
      return new Throttled(message, detail, options);
    case FailureType.credentialsRejected:
      return new CredentialsRejected(message, detail, options);
    case FailureType.scopeMissing:
      return new ScopeMissing(message, detail, options);
    case FailureType.integrationPaused:
      return new IntegrationPaused(message, detail, options);
    case FailureType.notFound:
      return new NotFound(message, detail, options);
    case FailureType.rejected:
    case FailureType.unexpectedResponse:
    case FailureType.conflict:
      return new OgoshipError(type, message, detail, options);
  }
}
