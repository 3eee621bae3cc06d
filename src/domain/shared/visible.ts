/**
 * A text without what nobody sees (directions, joiners, soft hyphens, marks of byte order, fillers): it is copied along from
 * other programs.
 */
export function visible(text: string): string {
  return text.replace(/[\p{Cf}\p{DI}]/gu, '');
}
