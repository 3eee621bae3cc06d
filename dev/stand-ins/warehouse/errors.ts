import type { Reply } from '../reply.ts';
import { Refusal } from '../reply.ts';

const descriptions: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  500: 'Internal Server Error',
};

/** The contract's ApiError. It has no machine-readable code. */
export const apiError = (status: number, message: string): Reply => ({
  status,
  json: { statusCode: status, statusDescription: descriptions[status] ?? '', message },
});

export const apiRefusal = (status: number, message: string): Refusal => new Refusal(apiError(status, message));
export const badRequest = (message: string): Refusal => apiRefusal(400, message);
