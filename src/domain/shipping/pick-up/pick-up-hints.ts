import type { ShippingHint, ShippingHints } from '../../../contract/shipping.ts';
import type { PickUpTexts } from './find-pick-up.ts';
import { capturesOf, compileCapture, isCaptureProblem } from './capture.ts';

/** A word of a text that may be a code. */
const anywhere = compileCapture('*{code}*');
/** Shapes of one field that are told. */
const MOST_SHAPES = 5;
/** Longer words are no carrier's code, and say more of a person. */
const MOST_CHARACTERS = 24;

type Field = Omit<ShippingHint, 'filled' | 'oneCode' | 'shapes'>;

interface Tally {
  readonly field: Field;
  filled: number;
  oneCode: number;
  readonly shapes: Map<string, number>;
}

/** Which fields of some addresses look like a pick-up point's code. Nothing of it is a value of theirs. */
export class HintTally {
  readonly #fields = new Map<string, Tally>();
  #addresses = 0;

  get addresses(): number {
    return this.#addresses;
  }

  add(texts: PickUpTexts): void {
    this.#addresses += 1;
    const found = new Map<string, { readonly field: Field; readonly texts: string[] }>();
    const put = (field: Field, text: string) => {
      if (text.trim() === '') return;
      const key = JSON.stringify(field);
      const known = found.get(key) ?? { field, texts: [] };
      known.texts.push(text);
      found.set(key, known);
    };
    for (const { name, value } of texts.formFields) put({ kind: 'form-field', name }, value);
    for (const { name, value } of [...texts.options, ...(texts.refundedOptions ?? [])])
      put({ kind: 'product-option', name }, value);
    put({ kind: 'customer-message' }, texts.customerMessage);
    put({ kind: 'staff-notes' }, texts.staffNotes);
    put({ kind: 'shipping-method' }, texts.method);
    for (const line of texts.addressLines) put({ kind: 'address-line' }, line);
    for (const [key, { field, texts: all }] of found) this.#count(key, field, all);
  }

  /** The likeliest field first. */
  hints(): ShippingHints {
    const fields = [...this.#fields.values()]
      .map(({ field, filled, oneCode, shapes }) => ({
        ...field,
        filled,
        oneCode,
        shapes: [...shapes]
          .map(([shape, addresses]) => ({ shape, addresses }))
          .sort((a, b) => b.addresses - a.addresses)
          .slice(0, MOST_SHAPES),
      }))
      .sort((a, b) => b.oneCode - a.oneCode || b.filled - a.filled);
    return { addresses: this.#addresses, fields };
  }

  #count(key: string, field: Field, texts: readonly string[]): void {
    const tally = this.#fields.get(key) ?? { field, filled: 0, oneCode: 0, shapes: new Map<string, number>() };
    this.#fields.set(key, tally);
    tally.filled += 1;
    const words = [...new Set(texts.flatMap(codesAnywhere))];
    if (words.length === 1) tally.oneCode += 1;
    for (const shape of new Set(words.map(shapeOf))) tally.shapes.set(shape, (tally.shapes.get(shape) ?? 0) + 1);
  }
}

function codesAnywhere(text: string): readonly string[] {
  if (isCaptureProblem(anywhere)) return [];
  return capturesOf(anywhere, text).filter((word) => word.length <= MOST_CHARACTERS);
}

function shapeOf(word: string): string {
  return word.replace(/\d/g, '9').replace(/[A-Z]/g, 'A').replace(/[a-z]/g, 'a');
}
