import { exportedName, ownMetrics, type MetricDefinition } from '../../src/observability/own-metrics.ts';
import { code, page, table, type Page } from './page.ts';

/** Our metrics; Temporal's are in the SDK's own reference. */
export function metricsPage(): Page {
  const definitions: readonly MetricDefinition[] = Object.values(ownMetrics);
  const labelled = definitions.filter(({ labels }) => Object.keys(labels).length > 0);
  return page(
    'reference/metrics.md',
    'Metrics',
    'On `METRICS_ADDRESS`, under `/metrics`, beside those of the Temporal SDK (`temporal_…`). [How to read them, and the alerts](../operations/metrics.md).',
    table(
      ['metric', 'kind', 'labels', 'means'],
      definitions.map((definition) => [
        code(exportedName(definition)),
        definition.kind,
        Object.keys(definition.labels).map(code).join(', '),
        definition.help,
      ]),
    ),
    'A histogram has `_bucket`, `_sum` and `_count`; durations are in seconds.',
    '## Labels',
    table(
      ['metric', 'label', 'takes'],
      labelled.flatMap((definition) =>
        Object.entries(definition.labels).map(([label, values]) => [
          code(exportedName(definition)),
          code(label),
          values,
        ]),
      ),
    ),
  );
}
