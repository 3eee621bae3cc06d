import type { BoughtLine, LineCode } from '../../domain/orders/facts/codes.ts';
import { codesOfBought } from '../products/bought-codes.ts';
import type { OpenConnection } from '../runtime/connections.ts';
import type { Dependencies } from '../runtime/dependencies.ts';

/** What the warehouse calls some lines today, where that is not what they were bought as. */
export async function codesOfLines(
  deps: Dependencies,
  open: OpenConnection,
  lines: readonly BoughtLine[],
): Promise<readonly LineCode[]> {
  if (lines.length === 0) return [];
  const codes = await codesOfBought(deps, open, lines, { anew: true, mayBeOld: true });
  return lines.flatMap(({ line, sku }, at) => {
    const code = codes[at];
    return code === undefined || code === sku ? [] : [{ line, code }];
  });
}
