/*
 * How the two sides write what customs ask, and what is only written to fill a form.
 */

/** A code of the world's tariff: six digits, and up to eight national characters behind them; without what people put between. */
export function hsCodeOf(text: string | undefined): string | undefined {
  const code = (text ?? '').normalize('NFKC').replace(/[\s.\p{Pd}]/gu, '');
  return /^\d{6}[0-9A-Za-z]{0,8}$/.test(code) && /[1-9]/.test(code.slice(0, 6)) ? code : undefined;
}

/** Two letters that ISO 3166-1 leaves to users, and people write for "unknown": no country has them. */
const nowhere = /^(AA|XX|ZZ|Q[M-Z])$/;

/** A country of origin: two letters. */
export function originOf(text: string | undefined): string | undefined {
  const code = text?.trim().toUpperCase() ?? '';
  return /^[A-Z]{2}$/.test(code) && !nowhere.test(code) ? code : undefined;
}

/** What people write where a form insists: not a description of anything. */
const nothing = /^(n a|na|none|null|nil|tbd|tba|unknown|test|x+)?$/;

/** True for what may describe goods: a placeholder does not. */
export function isDescription(text: string): boolean {
  const words = text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim(); // prettier-ignore
  return /\p{L}/u.test(words) && !nothing.test(words);
}
