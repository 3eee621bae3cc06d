/** Codes in the order in which they were found, each once: letter case tells no two points apart, and the first spelling stays. */
export function distinctPoints(codes: readonly string[]): readonly string[] {
  const found = new Map<string, string>();
  for (const code of codes) if (!found.has(pointKey(code))) found.set(pointKey(code), code);
  return [...found.values()];
}

/** What a point's code is compared as. Zeros and dashes are its own. */
export function pointKey(code: string): string {
  return code.toLowerCase();
}

/** What the store's order says of a place's pick-up point: codes, which name no person. */
export interface PickUpRead {
  readonly need: 'optional' | 'required';
  /** The myOGO shipping code of the link that asks for it. */
  readonly shippingCode: string;
  /** Stands for where it was looked for: what was found by other places is not compared with it. */
  readonly by: string;
  /** Different ones that were found, in the order of the places. */
  readonly codes: readonly string[];
  /** Places whose text is no code, in the merchant's words. */
  readonly odd?: readonly string[];
}
