import type * as z from 'zod/mini';

/**
 * What one message may say. Each part's error text says what would be right: it is given to whoever sent something
 * else.
 */
export type MessageSchema<T> = () => z.ZodMiniType<T>;

/**
 * A schema behind a function, made when it is first used: all runs share it, and most never need most of them. The SDK
 * freezes what the bundle's entry exports, and a schema adds its methods to itself later: a function keeps it out of reach.
 */
export function message<T>(make: () => z.ZodMiniType<T>): MessageSchema<T> {
  let made: z.ZodMiniType<T> | undefined;
  return () => (made ??= make());
}

/** What is wrong with a message: never its value, which may be a secret or a person's. */
export interface MessageProblem {
  /** Path of the wrong field, for example `selection.skus.3`; the message's own name where all of it is wrong. */
  readonly field: string;
  readonly message: string;
  readonly expected: string;
}

export type CheckedMessage<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: MessageProblem };

/**
 * Reads a message that anybody may have sent: a client, the command line, a form of the Temporal UI. Never throws. The
 * value holds the known fields only.
 * @param name what the whole is called, for example `link`
 */
export function checkMessage<T>(schema: MessageSchema<T>, given: unknown, name = 'input'): CheckedMessage<T> {
  try {
    // Compiling a check by `new Function` has no place in the workflow sandbox.
    const result = schema().safeParse(withoutUndefined(given), { jitless: true });
    if (result.success) return { ok: true, value: result.data };
    const [issue] = result.error.issues;
    return { ok: false, problem: problemOf(given, name, issue) };
  } catch {
    // A getter or a proxy of the caller's threw.
    return { ok: false, problem: { field: name, message: `The ${name} cannot be read.`, expected: 'plain data' } };
  }
}

/** What JSON would leave of plain data: a field whose value is `undefined` is absent. */
function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (typeof value !== 'object' || value === null || !isPlain(value)) return value;
  const fields = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(fields.map(([name, part]) => [name, withoutUndefined(part)]));
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function problemOf(given: unknown, name: string, issue: z.core.$ZodIssue | undefined): MessageProblem {
  const path = (issue?.path ?? []).map(String);
  const expected = issue?.message ?? 'plain data';
  if (issue?.code === 'unrecognized_keys') {
    const field = short([...path, issue.keys[0] ?? '']) || name;
    return { field, message: `There is no field "${field}".`, expected };
  }
  if (path.length === 0) {
    return { field: name, message: `The ${name} is ${isAbsent(given) ? 'missing' : 'invalid'}.`, expected };
  }
  const field = short(path) || name;
  const isMissing = isAbsent(path.reduce<unknown>(partOf, given));
  return { field, message: `The field "${field}" is ${isMissing ? 'missing' : 'invalid'}.`, expected };
}

/** Names come from outside, too: none may fill a failure. */
function short(path: readonly string[]): string {
  return path.map((part) => part.slice(0, 100)).join('.');
}

function partOf(whole: unknown, key: string): unknown {
  return typeof whole === 'object' && whole !== null ? Reflect.get(whole, key) : undefined;
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}
