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
