import type { Reply } from '../reply.ts';
import { Refusal } from '../reply.ts';

export const statusCodesPage = 'https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes';

/** V2 errors are a bare array. */
export const v2Error = (status: number, message: string, details?: Record<string, unknown>): Reply => ({
  status,
  json: [{ status, message, ...(details && { details }) }],
});

/** V3 errors are an object. */
export const v3Error = (status: number, title: string, errors: Record<string, string> = {}): Reply => ({
  status,
  json: { status, title, type: statusCodesPage, errors },
});

export const v2NotFound = (): Refusal => new Refusal(v2Error(404, 'The requested resource was not found.'));
export const v2Refusal = (message: string, status = 400): Refusal => new Refusal(v2Error(status, message));
export const v3Refusal = (status: number, title: string, errors?: Record<string, string>): Refusal =>
  new Refusal(v3Error(status, title, errors));

/** The Inventory API answers in `application/problem+json`. */
export const inventoryRefusal = (title: string, status = 422): Refusal =>
  new Refusal({ ...v3Error(status, title), contentType: 'application/problem+json' });
