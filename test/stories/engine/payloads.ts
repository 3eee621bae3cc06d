import { defaultFailureConverter, defaultPayloadConverter } from '@temporalio/common';
import proto from '@temporalio/proto';
import type { Failure, Payload } from './run.ts';

const { Timestamp } = proto.google.protobuf;

export const timestamp = (ms: number) =>
  Timestamp.fromObject({ seconds: Math.floor(ms / 1_000), nanos: Math.floor(ms % 1_000) * 1e6 });
/** Milliseconds; `undefined` where none or zero was set, which the server takes for "no bound". */
export function msOf(given: proto.google.protobuf.IDuration | null | undefined): number | undefined {
  if (given === null || given === undefined) return undefined;
  const ms = Number(given.seconds ?? 0) * 1_000 + (given.nanos ?? 0) / 1e6;
  return ms === 0 ? undefined : ms;
}

export const toPayload = (value: unknown): Payload | undefined => defaultPayloadConverter.toPayload(value);
/** A payload's value, as the one who reads it knows it. */
export function fromPayload(payload: Payload | null | undefined): unknown {
  if (payload === null || payload === undefined) return undefined;
  return defaultPayloadConverter.fromPayload(payload); // the same message
}

export const toFailure = (error: unknown): Failure =>
  defaultFailureConverter.errorToFailure(error, defaultPayloadConverter);

/** What the server ends an update or a run with, in its own words. */
export function serverFailure(message: string, type?: string): Failure {
  return {
    message,
    source: 'Server',
    applicationFailureInfo: { nonRetryable: true, ...(type !== undefined && { type }) },
  };
}
