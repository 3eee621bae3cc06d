import { pino, type Logger } from 'pino';
import type { Logger as SdkLogger, LogLevel as SdkLogLevel, LogMetadata } from '@temporalio/common';
import { defined } from '../contract/defined.ts';
import { scrubFields, scrubText } from './scrub.ts';

/** The process's log: one JSON object a line. */
export type Log = Logger;

export interface LogOptions {
  readonly level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Secrets of the configuration, hidden wherever they should turn up. */
  readonly secrets?: readonly string[];
  /** Where lines go. Default: standard output. */
  readonly write?: (line: string) => void;
}

/** Creates the log. Fields are hidden by name, and secrets and e-mail addresses by their shapes, in every line. */
export function createLog(options: LogOptions): Log {
  const { level, secrets = [], write } = options;
  return pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        log: (fields) => scrubFields(fields, secrets),
        bindings: (fields) => scrubFields(fields, secrets),
      },
      // Errors are described by `scrubFields`, after this serializer would have copied them.
      serializers: { err: (error: unknown) => error },
      hooks: {
        logMethod(args, method) {
          const given: unknown[] = withMessage(args);
          const clean = given.map((arg) => (typeof arg === 'string' ? scrubText(arg, secrets) : arg));
          method.apply(this, clean as typeof args); // the same arguments, their texts scrubbed
        },
      },
    },
    write === undefined ? pino.destination({ fd: 1, sync: true }) : { write },
  );
}

/** A line without a message would take its error's, unscrubbed: so it is put there now. */
function withMessage(args: readonly unknown[]): unknown[] {
  const [first, ...rest] = args;
  if (first instanceof Error) return [{ err: first }, ...(rest.length > 0 ? rest : [first.message])];
  const isObject = typeof first === 'object' && first !== null;
  const error = isObject && 'err' in first && first.err instanceof Error ? first.err : undefined;
  return error !== undefined && rest.length === 0 ? [first, error.message] : [...args];
}

/** What a line is about. */
export interface LogSubject {
  readonly storeHash?: string;
  readonly orderId?: number;
  readonly workflowId?: string;
}

/** A log whose every line names its subject. */
export function logAbout(log: Log, subject: LogSubject): Log {
  return log.child({ ...subjectOf(subject.workflowId), ...subject });
}

/** The store and order that a workflow id names. */
export function subjectOf(workflowId: unknown): Omit<LogSubject, 'workflowId'> {
  if (typeof workflowId !== 'string') return {};
  const [, kind, storeHash, rest] = /^([a-z-]+):([a-z0-9]{3,32})(?:[:-](.*))?$/.exec(workflowId) ?? [];
  if (storeHash === undefined) return {};
  return kind === 'order' && rest !== undefined && /^\d+$/.test(rest)
    ? { storeHash, orderId: Number(rest) }
    : { storeHash };
}

const levels = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;

/**
 * The SDK's logger over ours, so that worker, core, workflow and activity logs are in one stream and one shape.
 * Given to `Runtime.install`.
 */
export function sdkLogger(log: Log): SdkLogger {
  const write = (level: SdkLogLevel, message: string, metadata: LogMetadata = {}): void => {
    // The SDK tells of every activity and every task in lines that are hardly ever kept.
    if (!log.isLevelEnabled(levels[level])) return;
    // Symbol keys (the SDK's own timestamp) are left out by the spread of string keys.
    const { error, ...fields } = Object.fromEntries(Object.entries(metadata) as [string, unknown][]);
    const line = { ...subjectOf(fields['workflowId']), ...fields, ...defined({ err: error }) };
    log[levels[level]](line, message);
  };
  return {
    log: write,
    trace: (message, metadata) => write('TRACE', message, metadata),
    debug: (message, metadata) => write('DEBUG', message, metadata),
    info: (message, metadata) => write('INFO', message, metadata),
    warn: (message, metadata) => write('WARN', message, metadata),
    error: (message, metadata) => write('ERROR', message, metadata),
  };
}
