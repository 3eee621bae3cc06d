/**
 * Pieces by SKU as one text: a line each, the pieces and the SKU. A SKU holds no line break; one that does is left out,
 * because it cannot be sold by code either.
 */
export function packPieces(pieces: Iterable<readonly [sku: string, pieces: number]>): string {
  return [...pieces]
    .filter(([sku]) => isPackable(sku))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([sku, count]) => `${count} ${sku}`)
    .join('\n');
}

export const isPackable = (sku: string): boolean => !sku.includes('\n');

export function unpackPieces(packed: string): Map<string, number> {
  if (packed === '') return new Map();
  return new Map(
    packed.split('\n').map((line) => {
      const at = line.indexOf(' ');
      return [line.slice(at + 1), Number(line.slice(0, at))];
    }),
  );
}
