import { fieldLimits } from '../../src/domain/shared/field-limits.ts';
import { code, page, table, type Page } from './page.ts';

/** How long the texts of either side may be. */
export function limitsPage(): Page {
  const rows = Object.values(fieldLimits).map(({ side, field, most, certainty, source, beyond }) => [
    ...[side, code(field), String(most)],
    ...[certainty === 'certain' ? 'certain' : 'UNCONFIRMED', source, beyond],
  ]);
  return page(
    'reference/limits.md',
    'Limits of fields',
    'Lengths in characters as .NET and JavaScript count them, where an emoji is two: never fewer than either side counts in characters. Of an order’s other fields (name, street, town, postcode, phone, comments) myOGO publishes no limit, and none is guessed: they are sent whole. Where myOGO refuses one as too long, the order is held by the field’s name with how much it is too long: `comment-undecided` for words, `pickup-point-missing` for a point’s code, `address-incomplete` for the address; how myOGO counts (characters or bytes) is not published, so its word decides.',
    table(['side', 'field', 'most', 'certainty', 'source', 'a longer one'], rows),
  );
}
