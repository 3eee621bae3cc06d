import type { IntegrationOverview } from '../../client/index.ts';
import type { Output } from '../output.ts';

/** Rows of either side that could not be read: which, which field, and what would be right. */
export function showOddRows(out: Output, odd: IntegrationOverview['oddRows']): void {
  if (odd === undefined || odd.count === 0) return;
  out.line();
  out.table(
    ['cannot be read', 'which', 'field', 'should be'],
    odd.rows
      .slice(0, 20)
      .map(({ kind, id, sku, field, expected }) => [
        kind,
        sku ?? id ?? 'without a readable key',
        field,
        expected ?? '–',
      ]),
  );
  if (odd.count > 20) out.line(`20 of ${odd.count}; --json lists up to 100.`);
}
