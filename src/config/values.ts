import { z } from 'zod';
import { parseDuration } from '../domain/shared/duration.ts';
import { parseKeyRing, type KeyRing } from '../security/seal.ts';

const logLevels = ['trace', 'debug', 'info', 'warn', 'error'] as const;

// Every message here says what is wrong and what would be right, and never the value: it may be a secret.

/** A text that must be there. */
export function required(expected: string) {
  return z.string({ error: `is missing (expected ${expected})` });
}

interface DurationOptions {
  readonly fallback: string;
  readonly atLeastMs?: number;
  readonly atMostMs: number;
}

/** A duration such as `250ms`, `30s` or `5m`, kept as it is written. */
export function durationText({ fallback, atLeastMs = 0, atMostMs }: DurationOptions) {
  return z
    .string()
    .default(fallback)
    .transform((text, context) => {
      const ms = parseDuration(text);
      if (ms === undefined) return refuse(context, 'is not a duration (expected for example 250ms, 30s or 5m)');
      if (ms < atLeastMs) return refuse(context, `is too short (expected at least ${atLeastMs / 1_000}s)`);
      if (ms > atMostMs) return refuse(context, `is too long (expected at most ${atMostMs / 1_000}s)`);
      return text.trim();
    });
}

/** A duration, in milliseconds. */
export function duration(options: DurationOptions) {
  return durationText(options).transform((text) => parseDuration(text) ?? 0); // a valid one by now
}

/** The base address of an API, without a slash at its end. Credentials go there, so plain http is for loopback only. */
export function apiUrl(fallback: string) {
  return z
    .string()
    .default(fallback)
    .transform((text, context) => {
      const url = URL.canParse(text) ? new URL(text) : undefined;
      if (url === undefined || !/^https?:$/.test(url.protocol)) {
        return refuse(context, 'is no web address (expected for example https://api.example.com)');
      }
      if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
        return refuse(context, 'is plain http, which would show tokens to the network (expected https)');
      }
      return baseAddress(url, context);
    });
}

/** Scheme, host and path alone, without a slash at the end. */
export function baseAddress(url: URL, context: z.RefinementCtx): string {
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    return refuse(context, 'has a user, query or fragment (expected only scheme, host and path)');
  }
  return url.href.replace(/\/+$/, '');
}

/** `host:port` that this process listens on; unset: it does not listen. */
export function listenAddress() {
  return z
    .string()
    .regex(/^(?:\[[0-9a-fA-F:.]+\]|[^\s:/]+):\d{1,5}$/, {
      error: 'is not an address (expected host:port, for example 127.0.0.1:9464)',
    })
    .refine((text) => Number(text.slice(text.lastIndexOf(':') + 1)) <= 65_535, { error: 'has a port over 65535' })
    .optional();
}

/** A whole number within bounds. */
export function count(fallback: number, bounds: { readonly min: number; readonly max: number }) {
  return z
    .string()
    .default(String(fallback))
    .transform((text, context) => {
      const value = /^\d+$/.test(text.trim()) ? Number(text) : NaN;
      if (value >= bounds.min && value <= bounds.max) return value;
      return refuse(context, `is out of bounds (expected a whole number, ${bounds.min} to ${bounds.max})`);
    });
}

/** Says why a value is refused. */
export function refuse(context: z.RefinementCtx, message: string): never {
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
}

/** The least level that is logged. */
export function logLevel() {
  return z.enum(logLevels, { error: `is not a level (expected one of ${logLevels.join(', ')})` }).default('info');
}

/** Keys by id, as `keyId:base64 of 32 bytes`. */
export function keyRing(text: string, context: z.RefinementCtx): KeyRing {
  try {
    return parseKeyRing(text);
  } catch (error) {
    // The parser's own message names what is wrong without any key.
    return refuse(context, `is malformed: ${error instanceof Error ? error.message : 'it cannot be read'}`);
  }
}

/** Keys that webhooks' addresses and secrets are derived from. */
export function webhookKeys() {
  return z.string().transform(keyRing).optional();
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}
