import type { TelemetryOptions } from '@temporalio/worker';
import { histogramBuckets } from './own-metrics.ts';

/**
 * Prometheus metrics of the SDK (and, through its meter, ours) on `http://{address}/metrics`.
 * Durations are in seconds, names end in their units and counters in `_total`, as Prometheus wants them.
 * @param address `host:port` to listen on; `undefined` keeps no metrics
 */
export function metricsTelemetry(address: string | undefined): Pick<TelemetryOptions, 'metrics'> {
  if (address === undefined) return {};
  return {
    metrics: {
      prometheus: {
        // The native exporter takes numeric addresses only.
        bindAddress: address.replace(/^localhost:/, '127.0.0.1:'),
        countersTotalSuffix: true,
        unitSuffix: true,
        useSecondsForDurations: true,
        histogramBucketOverrides: histogramBuckets(),
      },
    },
  };
}
