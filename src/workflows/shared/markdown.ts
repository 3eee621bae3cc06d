/**
 * Text of others (shipping methods, a side's words) in Markdown: shown as it is, never as formatting or a link.
 * @param text one line
 */
export function escaped(text: string): string {
  return text.replaceAll(/[\r\n]+/g, ' ').replaceAll(/[\\`*_[\]<>#|~]/g, String.raw`\$&`);
}

/** A word to copy. */
export function code(text: string): string {
  return `\`${text.replaceAll(/[`\r\n]/g, '’')}\``;
}

/** An ISO time as a person reads it: `2026-11-22 21:05 UTC`. */
export function time(iso: string): string {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(iso) ? `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC` : iso;
}

/** Where the Temporal UI hides what can be sent to a run. */
export const BY_SIGNAL = '*More Actions › Send a Signal*';
export const BY_UPDATE = '*More Actions › Send an Update*';
