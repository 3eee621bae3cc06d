import { SearchAttribute } from '../../src/contract/temporal.ts';

/** The search attributes that the dev server registers, all of type Keyword. */
export const SEARCH_ATTRIBUTES: readonly string[] = Object.values(SearchAttribute);
