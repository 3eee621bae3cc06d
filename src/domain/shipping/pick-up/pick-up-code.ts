import { PICK_UP_POINT_FORM } from '../../../contract/shipping.ts';

const form = new RegExp(PICK_UP_POINT_FORM);

/** As far as a code is looked for in a text. */
export const MOST_CODE_CHARACTERS = 64;

/** True for what can be a pick-up point's code as it stands. */
export function isPickUpCode(text: string): boolean {
  return form.test(text);
}
