import { workflowInfo } from '@temporalio/workflow';
import type { DriftReport, KeptRows, ComparedProduct, ReportRow, SentRows } from '../../contract/changes.ts';
import type { ProductsComparison } from '../../contract/products.ts';

/** What a comparison's numbers of products count, by name. */
export function productRowsOf({
  differ = [],
  missingInStore,
  renamed,
  unclear,
}: ProductsComparison): DriftReport['productRows'] {
  const rows: readonly ComparedProduct[] = [
    ...differ.map((sku) => ({ what: 'differs', sku }) as const),
    ...missingInStore.codes.map((sku) => ({ what: 'missing-in-store', sku }) as const),
    ...renamed.map(({ from, to }) => ({ what: 'renamed', sku: from, to }) as const),
    ...(unclear?.rows ?? []).map((row) => ({ what: 'unclear', ...row }) as const),
  ];
  return rows.length === 0 ? undefined : rows;
}

/** Where the rows are that the report does not list; `undefined` where it lists all. */
export function keptRows(sent: ReadonlyMap<ReportRow['part'], SentRows>): KeptRows | undefined {
  if (sent.size === 0) return undefined;
  return {
    runId: workflowInfo().runId,
    attempts: Object.fromEntries([...sent].map(([part, { attempt }]) => [part, attempt])),
    rows: [...sent.values()].reduce((sum, { rows }) => sum + rows, 0),
  };
}
