/**
 * The form in which names and patterns are compared: NFC, case folded, no surrounding and no repeated white space.
 *
 * Case folding is upper then lower case, since the language has no full folding. Two letters need more: `ẞ` is its own
 * upper case, so all is lowered first; and the Greek sigma's lower case depends on its neighbours, so its final form is
 * unified: `ΟΔΟΣ*` still matches `ΟΔΟΣΑ`.
 */
export function normalise(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replaceAll('ς', 'σ')
    .normalize('NFC')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** What a pattern is compared as: of two with the same form, each matches what the other does. */
export function patternForm(pattern: string): string {
  return normalise(pattern).replace(/\*+/g, '*');
}

/** Whether the pattern takes every method that no other link fits. */
export function isDefaultPattern(method: string): boolean {
  return patternForm(method) === '*';
}

interface PatternAndCountry {
  readonly method: string;
  readonly country?: string;
}

/** The country of a link as it is compared; `undefined`: every country. */
export function countryOf({ country }: { readonly country?: string }): string | undefined {
  const compared = country?.trim().toUpperCase();
  return compared === '' ? undefined : compared;
}

/** Which link it is: a link is saved, replaced and removed by its pattern and country, however they are written. */
export function linkIdentity(link: PatternAndCountry): string {
  return JSON.stringify([patternForm(link.method), countryOf(link) ?? null]);
}
