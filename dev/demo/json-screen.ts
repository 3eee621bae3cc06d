import type { Screen } from './screen.ts';

/** One event a line, for programs. */
export function jsonScreen(write: (line: string) => void): Screen {
  return { tell: (event) => write(JSON.stringify(event)), close: () => Promise.resolve() };
}
