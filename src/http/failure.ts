import { sideNames, type FailureDetail, type FailureType, type Side } from '../contract/failures.ts';
import { scrub } from './redact.ts';

/** What is known of a request when its outcome is judged; nothing here is secret. */
export interface Call {
  readonly side: Side;
  /** Method and path template, for example `GET /v2/orders/{id}`: never a real path, never a query. */
  readonly operation: string;
  /** True when the request may change something on the other side: then a lost answer leaves the outcome unknown. */
  readonly writes: boolean;
  /** The permission that the request needs, for the detail of a 403. */
  readonly capability?: string;
  /** The version of the credentials that were used, for the detail of a 401. */
  readonly credentialsVersion?: number | undefined;
  /** Values that the request carried and that must not be repeated in a message (see `personalValues`). */
  readonly personal?: readonly string[];
}

/**
 * The one error that the clients throw for anything but a cancellation.
 * `type` decides what happens next; `message` is for people and holds no secret, no person and no URL with a query.
 */
export class HttpFailure extends Error {
  override readonly name = 'HttpFailure';
  readonly type: FailureType;
  readonly detail: FailureDetail;

  constructor(type: FailureType, message: string, detail: FailureDetail) {
    super(message);
    this.type = type;
    this.detail = detail;
  }
}

/**
 * Builds a failure of a call.
 * @param words the other side's words or our own; scrubbed here, so that no caller can forget it
 */
export function failureOf(
  call: Call,
  type: FailureType,
  words: string,
  detail: Omit<FailureDetail, 'side' | 'operation'> = {},
): HttpFailure {
  const status = detail.status === undefined ? '' : ` answered ${detail.status}`;
  const said = scrub(words, call.personal);
  const message = `${sideNames[call.side]} ${call.operation}${status}${said === '' ? '' : `: ${said}`}`;
  return new HttpFailure(type, message, { side: call.side, operation: call.operation, ...detail });
}

/** `{ outcomeUnknown: true }` for a write, nothing for a read: the detail of an answer that was lost. */
export function outcomeOf(call: Call): Pick<FailureDetail, 'outcomeUnknown'> {
  return call.writes ? { outcomeUnknown: true } : {};
}
