import type { ProductsProgress, RefusedProduct } from '../../contract/products.ts';

/** Refusals that the details show; the report lists more. */
const SHOWN = 20;

/** Where a run stands, in Markdown: what happened, what it waits for, what a person can do. */
export function productsDetails(progress: ProductsProgress, refused: readonly RefusedProduct[]): string {
  const { total, done, created, updated, unchanged, remaining, rate, secondsLeft } = progress;
  const lines = [
    `**${done}** of ${total ?? 'an unknown number of'} rows done: ${created} created, ${updated} updated, ` +
      `${unchanged} unchanged, ${progress.refused} refused.`,
  ];
  if (progress.cancelled) lines.push('Cancelled: what was begun is brought to its end, nothing new is started.');
  else if (progress.waiting !== undefined) {
    lines.push(`**Waiting:** ${progress.waiting} It goes on by itself when that is settled; it can be cancelled.`);
  } else if (remaining !== null && remaining > 0) {
    lines.push(
      `${remaining} remain, ${rate} a second${secondsLeft === null ? '' : `, some ${timeText(secondsLeft)} left`}.`,
    );
  }
  if (refused.length > 0) {
    lines.push('', '**Refused**', '');
    for (const { sku, name, reason, message } of refused.slice(0, SHOWN)) {
      const row = [sku === '' ? '(no SKU)' : `\`${sku.replaceAll('`', '’')}\``, name ?? ''].join(' ').trim();
      lines.push(`- ${row} – ${reason}: ${message}`);
    }
    if (progress.refused > SHOWN) lines.push(`- … and ${progress.refused - SHOWN} more: see the run's result`);
  }
  return lines.join('\n');
}

function timeText(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7_200 ? `${Math.ceil(seconds / 60)} min` : `${Math.ceil(seconds / 3_600)} h`;
}
