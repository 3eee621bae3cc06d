/** The warehouse's ids are numbers written as text: "99" is before "100". What is no number comes last. */
export function compareKeys(a: string, b: string): number {
  const [x, y] = [a, b].map((key) => (/^\d+$/.test(key) ? key.replace(/^0+(?=\d)/, '') : undefined));
  if (x !== undefined && y !== undefined && x !== y) return x.length - y.length || (x < y ? -1 : 1);
  if ((x === undefined) !== (y === undefined)) return x === undefined ? 1 : -1;
  return a < b ? -1 : Number(a > b);
}
