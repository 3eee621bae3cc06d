/** gRPC status codes that mean something here. */
export const Grpc = {
  cancelled: 1,
  unknown: 2,
  invalidArgument: 3,
  deadlineExceeded: 4,
  notFound: 5,
  permissionDenied: 7,
  resourceExhausted: 8,
  failedPrecondition: 9,
  aborted: 10,
  internal: 13,
  unavailable: 14,
  unauthenticated: 16,
} as const;

/** What the Temporal server, or the way to it, says instead of an answer. */
export interface GrpcError {
  readonly code: number;
  readonly details: string;
}

/** Nobody answered: neither yes nor no. */
const SILENCE: readonly number[] = [
  Grpc.cancelled,
  Grpc.unknown,
  Grpc.deadlineExceeded,
  Grpc.failedPrecondition,
  Grpc.internal,
  Grpc.unavailable,
];

/** The server is there, and cannot for now. */
const BUSY: readonly number[] = [Grpc.resourceExhausted, Grpc.aborted];

export const isSilence = ({ code }: GrpcError): boolean => SILENCE.includes(code);

/**
 * The Temporal server's own error in a chain of causes. By its shape, because workflows know this folder, and the SDK's client
 * stays out of their bundle.
 */
export function grpcErrorIn(error: unknown): GrpcError | undefined {
  for (let each = error; each instanceof Error; each = each.cause) {
    if (isGrpcError(each)) return { code: each.code, details: wordsOf(each) };
  }
  return undefined;
}

/** An error by which the Temporal server refuses for now, or is away: the same call is answered later. */
export function passingServerError(error: unknown): GrpcError | undefined {
  const grpc = grpcErrorIn(error);
  return grpc !== undefined && (isSilence(grpc) || BUSY.includes(grpc.code)) ? grpc : undefined;
}

/** Of an update that begins its run the SDK gives the server's words as the message, and bytes as details (seen: 1.24.0). */
function wordsOf({ details, message }: Error & GrpcError): string {
  return details === '' || /[\u0000-\u0008\u000e-\u001f]/.test(details) ? message : details;
}

function isGrpcError(error: Error): error is Error & GrpcError {
  const { code, details, metadata } = error as Partial<Record<'code' | 'details' | 'metadata', unknown>>;
  return typeof code === 'number' && typeof details === 'string' && typeof metadata === 'object' && metadata !== null;
}
