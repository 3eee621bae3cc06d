import type { ShippingHints, ShippingPreview } from '../../client/index.ts';
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

/** Where a method’s pick-up points may stand. */
export function showHints(out: Output, { addresses, fields }: ShippingHints): void {
  out.line(`${addresses} addresses with this method.`);
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
}
