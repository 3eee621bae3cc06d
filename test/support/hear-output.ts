import { vi } from 'vitest';

/** What this process has written to its outputs since they are listened to. */
export interface Heard {
  out: string;
  err: string;
}

/** Listens to both outputs of this process, in place of showing them. @returns what is said, and what ends the listening */
export function hearOutput(): { readonly said: Heard; readonly end: () => void } {
  const said: Heard = { out: '', err: '' };
  const listen = (stream: NodeJS.WriteStream, to: keyof Heard) =>
    vi.spyOn(stream, 'write').mockImplementation((part) => {
      said[to] += String(part);
      return true;
    });
  const listeners = [listen(process.stdout, 'out'), listen(process.stderr, 'err')];
  return {
    said,
    end: () => {
      for (const listener of listeners) listener.mockRestore();
    },
  };
}
