import { PICK_UP_POINT_FORM } from '../../../contract/shipping.ts';
import { fieldLimits } from '../../shared/field-limits.ts';

const form = new RegExp(PICK_UP_POINT_FORM);

/** As far as a code is looked for in a text. */
export const MOST_CODE_CHARACTERS = fieldLimits.pickUpPoint.most;

/** True for what can be a pick-up point's code as it stands. */
function isPickUpCode(text: string): boolean {
  return form.test(text);
}

/** True for what a store has where a code is looked for, and is one: a word without a digit (`None`, a place's name) is none. */
export function isWrittenCode(text: string): boolean {
  return /\d/.test(text) && isPickUpCode(text);
}
