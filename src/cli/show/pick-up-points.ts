import { many } from '../../contract/runs/many.ts';
import type { ShippingHints, ShippingPreview } from '../../client/index.ts';
import { showOddRows } from './odd-rows.ts';
import type { Output } from '../output.ts';

/** What a preview found of pick-up points, by link. */
export function showPickUps(out: Output, rows: NonNullable<ShippingPreview['pickUpPoints']>): void {
  if (rows.length === 0) return;
  out.line();
  out.table(
    ['pick-up points of', 'code', 'found', 'missing', 'ambiguous', 'not asked'],
    rows.map(({ method, code, found, missing, ambiguous, notAsked }) => [
      ...[method, code, found],
      ...[missing, ambiguous, notAsked],
    ]),
  );
}

/** What a preview found of the parts that links need of an address. */
export function showNeeds(out: Output, rows: NonNullable<ShippingPreview['addressNeeds']>): void {
  if (rows.length === 0) return;
  out.line();
  out.table(
    ['needs of', 'code', 'complete', 'would hold', 'missing'],
    rows.map(({ method, code, complete, incomplete, lacking }) => [
      ...[method, code, complete, incomplete],
      lacking.map(({ part, addresses }) => `${part} (${addresses})`).join(', '),
    ]),
  );
}

/** What a preview found of customs data. */
export function showCustoms(out: Output, customs: NonNullable<ShippingPreview['customs']>): void {
  const { addresses, complete, incomplete, notAsked, territories, lacking } = customs;
  const to = territories.map((one) => `${one.territory} (${one.addresses})`).join(', ');
  out.line();
  out.line(`${many(addresses, 'address needs', 'addresses need')} customs data: ${to}.`);
  out.line(
    `${many(complete, 'has', 'have')} all of it, ${incomplete} would hold, ${many(notAsked, 'was', 'were')} not asked for.`,
  );
  if (lacking.length === 0) return;
  out.line();
  out.table(
    ['SKU without customs data', 'missing', 'addresses'],
    lacking.map((one) => [one.sku, one.fields.join(', '), one.addresses]),
  );
}

/** Where a method’s pick-up points may stand. */
export function showHints(out: Output, { addresses, fields, oddRows }: ShippingHints): void {
  out.line(`${many(addresses, 'address', 'addresses')} with this method.`);
  out.line();
  out.table(
    ['where', 'filled', 'one code', 'shapes'],
    fields.map(({ kind, name, filled, oneCode, shapes }) => [
      name === undefined ? kind : `${kind}: ${name}`,
      filled,
      oneCode,
      shapes.map((one) => `${one.shape} (${one.addresses})`).join(', '),
    ]),
  );
  showOddRows(out, oddRows);
}
