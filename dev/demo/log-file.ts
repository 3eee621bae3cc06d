import { createWriteStream } from 'node:fs';

export interface LogFile {
  readonly path: string;
  readonly write: (line: string) => void;
  /** Waits until everything is on disk. */
  readonly close: () => Promise<void>;
}

/** A log of this walk; that of the walk before is replaced. */
export function openLogFile(path: string): LogFile {
  const stream = createWriteStream(path);
  return {
    path,
    write: (line) => stream.write(`${line}\n`),
    close: () => new Promise((resolve) => stream.end(resolve)),
  };
}
