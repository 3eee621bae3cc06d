/**
 * SKUs as one text, sorted, each as the length that it shares with the one before and its own rest: 100,000 SKUs of
 * 20 characters stay well below a payload's 2 MB. A SKU holds no line break (such a one is refused before it is created).
 */
export function packSkus(skus: Iterable<string>): string {
  let before = '';
  const lines: string[] = [];
  for (const sku of [...skus].sort()) {
    let shared = 0;
    while (shared < before.length && shared < 35 && before[shared] === sku[shared]) shared += 1;
    lines.push(shared.toString(36) + sku.slice(shared));
    before = sku;
  }
  return lines.join('\n');
}

export function unpackSkus(packed: string): readonly string[] {
  if (packed === '') return [];
  let before = '';
  return packed.split('\n').map((line) => (before = before.slice(0, parseInt(line[0] ?? '0', 36)) + line.slice(1)));
}
