import type { JsonObject } from '../exchange.ts';
import { isObject } from '../exchange.ts';
import { badRequest } from './errors.ts';

/** Checks of the contract's field types. A `null` counts as absent. Every message names the field. */
export const given = (value: unknown): boolean => value !== undefined && value !== null;

export function requiredText(object: JsonObject, name: string, at = name): string {
  const value = object[name];
  if (typeof value !== 'string' || value.trim() === '') throw badRequest(`The ${at} field is required.`);
  return value;
}

export function optionalText(object: JsonObject, name: string, at = name): void {
  if (given(object[name]) && typeof object[name] !== 'string') throw badRequest(`The field ${at} must be a string.`);
}

export function exactLength(object: JsonObject, name: string, length: number, at = name): void {
  const value = object[name];
  if (!given(value)) return;
  if (typeof value !== 'string' || value.length !== length)
    throw badRequest(`The field ${at} must be a string with a length of ${length}.`);
}

export function optionalNumber(object: JsonObject, name: string, at = name): void {
  if (given(object[name]) && typeof object[name] !== 'number') throw badRequest(`The field ${at} must be a number.`);
}

export function objectList(object: JsonObject, name: string): JsonObject[] | undefined {
  const value = object[name];
  if (!given(value)) return undefined;
  if (!Array.isArray(value) || !value.every(isObject)) throw badRequest(`The field ${name} must be a list of objects.`);
  return value;
}

/** The fields with a value, without the named ones. */
export function rest(object: JsonObject, ...without: string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name, value]) => given(value) && !without.includes(name)));
}
