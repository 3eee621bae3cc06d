import type { Exchange, JsonObject } from '../exchange.ts';
import { isObject, jsonBody } from '../exchange.ts';
import type { Reply } from '../reply.ts';
import { noContent, ok } from '../reply.ts';
import { v2Refusal } from './errors.ts';

/** Page number and size of a V2 list: 50 by default, 250 at most. */
function v2Page(query: URLSearchParams): { offset: number; limit: number } {
  const page = wholeNumber(query, 'page') ?? 1;
  const limit = Math.min(wholeNumber(query, 'limit') ?? 50, 250);
  return { offset: (Math.max(page, 1) - 1) * limit, limit };
}

/** A bare array, or 204 without a body when the page is empty. */
export function v2List<T>(items: readonly T[], query: URLSearchParams, view: (item: T) => unknown): Reply {
  const { offset, limit } = v2Page(query);
  const rows = items.slice(offset, offset + limit);
  return rows.length === 0 ? noContent : ok(rows.map(view));
}

/** Refuses query parameters that the resource does not know. */
export function onlyFilters(query: URLSearchParams, known: ReadonlySet<string>): void {
  for (const name of query.keys())
    if (!known.has(name)) throw v2Refusal(`The field '${name}' is not supported by this resource.`);
}

export function wholeNumber(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === '') return undefined;
  if (!/^-?\d+$/.test(text)) throw v2Refusal(`The field '${name}' is invalid.`);
  return Number(text);
}

/** The body of a V2 write: an object, or 400. */
export function v2Body(exchange: Exchange): JsonObject {
  const type = exchange.headers['content-type'] ?? '';
  if (!type.includes('json')) throw v2Refusal('The content type of the request is not supported.', 415);
  const body = jsonBody(exchange);
  if (!isObject(body)) throw v2Refusal('The request body is not valid JSON.');
  return body;
}

/** An optional text field. `null` is refused, as the real side does for most fields. */
export function textField(body: JsonObject, name: string, maxLength: number): string | undefined {
  const value = body[name];
  if (value === undefined) return undefined;
  if (value === null) throw v2Refusal(`The field '${name}' does not allow null values.`);
  if (typeof value !== 'string' || value.length > maxLength) throw v2Refusal(`The field '${name}' is invalid.`);
  return value;
}
