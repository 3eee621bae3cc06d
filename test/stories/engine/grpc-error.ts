/** Of gRPC's codes those that the server answers the product's calls with. */
export const Code = {
  invalidArgument: 3,
  deadlineExceeded: 4,
  notFound: 5,
  alreadyExists: 6,
  failedPrecondition: 9,
  unimplemented: 12,
} as const;

/** An answer of the server that is an error, as the SDK's client knows it. */
export class GrpcError extends Error {
  readonly code: number;
  readonly details: string;
  readonly metadata = { get: () => [], getMap: () => ({}) };

  constructor(code: number, details: string) {
    super(details);
    this.code = code;
    this.details = details;
  }
}
