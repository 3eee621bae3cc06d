import {
  pickUpNeeds,
  quoteFields,
  type PickUpNeed,
  type PickUpSource,
  type ShippingLink,
} from '../../../contract/shipping.ts';
import { fieldLimits } from '../../shared/field-limits.ts';
import { compileCapture, isCaptureProblem } from './capture.ts';
import type { LinkProblem } from '../link-problem.ts';

type PickUp = Pick<ShippingLink, 'pickUpPoint' | 'where'>;

/** So many places are looked at: far more than any store keeps a code in. */
const MOST_PLACES = 20;
const MOST_TEXT = 250;
/** Of a metafield's namespace and key, by the store's contract. */
const MOST_METAFIELD_NAME = fieldLimits.metafieldName.most;

/** The fields of each kind of place; `?` behind those that may be left out. */
const fieldsOf: Readonly<Record<PickUpSource['kind'], readonly string[]>> = {
  'form-field': ['name', 'pattern?'],
  'product-option': ['name', 'pattern?'],
  'customer-message': ['pattern'],
  'staff-notes': ['pattern'],
  'shipping-method': ['pattern'],
  'address-line': ['pattern'],
  metafield: ['namespace', 'key', 'pattern?'],
  'shipping-quote': ['field', 'pattern?'],
};
const kinds = Object.keys(fieldsOf) as readonly PickUpSource['kind'][]; // its keys

/** Checks what a link says of its pick-up point, whatever its shape. Nothing is kept where there is none. */
export function readPickUp(need: unknown, where: unknown): PickUp | { readonly problem: LinkProblem } {
  if (!pickUpNeeds.includes(need as PickUpNeed)) {
    return wrong('pickUpPoint', 'The need of a pick-up point is not known.', pickUpNeeds.join(', '));
  }
  if (!Array.isArray(where) || where.length > MOST_PLACES) {
    return wrong('where', 'The places of the pick-up point are not a short list.', `a list of at most ${MOST_PLACES}`);
  }
  const places: PickUpSource[] = [];
  for (const [at, given] of where.entries()) {
    const place = readPlace(`where.${at}`, given);
    if ('problem' in place) return place;
    places.push(place);
  }
  const asked = need as PickUpNeed; // one of them, see above
  if (asked === 'none') {
    if (places.length === 0) return {};
    return wrong('pickUpPoint', 'Places are given, and no pick-up point is asked for.', 'optional or required');
  }
  if (asked === 'optional' && places.length === 0) {
    return wrong('where', 'Nobody says where the pick-up point is found.', `at least one of ${kinds.join(', ')}`);
  }
  return { pickUpPoint: asked, ...(places.length === 0 ? {} : { where: places }) };
}

function readPlace(field: string, given: unknown): PickUpSource | { readonly problem: LinkProblem } {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    return wrong(field, 'The place is not an object.', 'an object with kind');
  }
  const values = new Map<string, unknown>(Object.entries(given).filter(([, value]) => value !== undefined));
  const kind = kinds.find((one) => one === values.get('kind'));
  if (kind === undefined) {
    return wrong(`${field}.kind`, 'An order of the store has no such place.', `one of ${kinds.join(', ')}`);
  }
  const known = fieldsOf[kind].map((name) => name.replace('?', ''));
  const odd = [...values.keys()].find((name) => name !== 'kind' && !known.includes(name));
  if (odd !== undefined) {
    return wrong(`${field}.${odd.slice(0, 100)}`, `A ${kind} has no such field.`, known.join(', '));
  }
  const texts: Record<string, string> = {};
  for (const named of fieldsOf[kind]) {
    const name = named.replace('?', '');
    const value = values.get(name);
    if (value === undefined && named.endsWith('?')) continue;
    const problem = problemOf(kind, name, value);
    if (problem !== undefined) return { problem: { field: `${field}.${name}`, ...problem } };
    texts[name] = name === 'pattern' ? String(value) : String(value).trim();
  }
  return { kind, ...texts } as PickUpSource; // its fields are those of its kind
}

function problemOf(kind: PickUpSource['kind'], name: string, value: unknown): Omit<LinkProblem, 'field'> | undefined {
  const most = kind === 'metafield' && name !== 'pattern' ? MOST_METAFIELD_NAME : MOST_TEXT;
  if (typeof value !== 'string' || value.trim() === '' || value.length > most) {
    return { message: `The ${name} is missing, empty or too long.`, expected: `1 to ${most} characters` };
  }
  if (name === 'field' && !(quoteFields as readonly string[]).includes(value.trim())) {
    return { message: 'A shipping quote has no such field.', expected: quoteFields.join(' or ') };
  }
  if (name !== 'pattern') return undefined;
  const read = compileCapture(value);
  return isCaptureProblem(read) ? read : undefined;
}

function wrong(field: string, message: string, expected: string): { readonly problem: LinkProblem } {
  return { problem: { field, message, expected } };
}
