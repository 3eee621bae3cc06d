import { workflowId } from '../../../contract/ids.ts';
import type { Dependencies } from '../../runtime/dependencies.ts';
import { isNowhere } from '../awaited/awaiting-runs.ts';
import { mendPart, type KnowsParts } from './owed-parts.ts';

type Temporal = Pick<Dependencies, 'temporal'>;

/** Has every part rebuilt that was deleted. @returns true where any was */
export async function mendOwed(deps: Temporal, { storeHash, owedParts = [] }: KnowsParts): Promise<true | undefined> {
  let lost: true | undefined;
  for (const shard of owedParts) {
    if (!(await isNowhere(deps, workflowId.owed(storeHash, shard)))) continue;
    if (await mendPart(deps, { storeHash, shard })) lost = true;
  }
  return lost;
}
