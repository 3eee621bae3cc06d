import type { PickUpSource } from '../../contract/shipping.ts';

/** How a place is written where one line must do. */
export const PLACE_FORMS =
  '"form-field: Name", "product-option: Name", "metafield: namespace/key", "shipping-quote: rate_id", each with " ~ pattern" behind it or without; "customer-message: pattern", "staff-notes: …", "shipping-method: …", "address-line: …"';

const named = ['form-field', 'product-option', 'metafield', 'shipping-quote'];

/** Reads places, one a line or with ` | ` between them. What cannot be is refused by the integration, which says what can. */
export function placesOf(text: string): readonly PickUpSource[] {
  return text
    .split(/\s*[\n|]\s*(?=[a-z]+(?:-[a-z]+)*\s*:)/)
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .map(placeOf);
}

/** One more place for an option that may be given several times. */
export function morePlaces(text: string, before: readonly PickUpSource[] = []): readonly PickUpSource[] {
  return [...before, ...placesOf(text)];
}

/** The places as {@link placesOf} reads them. */
export function placesText(places: readonly PickUpSource[]): string {
  return places.map(placeText).join(' | ');
}

function placeOf(text: string): PickUpSource {
  const [, kind = text, rest = ''] = /^([^:]*):\s*(.*)$/s.exec(text) ?? [];
  const [name = '', ...behind] = rest.split(' ~ ');
  const pattern = behind.length === 0 ? {} : { pattern: behind.join(' ~ ') };
  const [namespace = '', ...key] = name.split('/');
  const fields = !named.includes(kind)
    ? { pattern: rest }
    : kind === 'metafield'
      ? { namespace, key: key.join('/'), ...pattern }
      : { [kind === 'shipping-quote' ? 'field' : 'name']: name, ...pattern };
  return { kind, ...fields } as PickUpSource; // as it is written: the integration reads it
}

function placeText(place: PickUpSource): string {
  const behind = place.pattern === undefined ? '' : ` ~ ${place.pattern}`;
  switch (place.kind) {
    case 'form-field':
    case 'product-option':
      return `${place.kind}: ${place.name}${behind}`;
    case 'metafield':
      return `${place.kind}: ${place.namespace}/${place.key}${behind}`;
    case 'shipping-quote':
      return `${place.kind}: ${place.field}${behind}`;
    default:
      return `${place.kind}: ${place.pattern}`;
  }
}
