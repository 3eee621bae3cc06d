import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { SearchAttribute } from '../../contract/temporal.ts';

export const integrationAttribute = defineSearchAttributeKey(SearchAttribute.integration, SearchAttributeType.KEYWORD);
export const stageAttribute = defineSearchAttributeKey(SearchAttribute.stage, SearchAttributeType.KEYWORD);
export const holdAttribute = defineSearchAttributeKey(SearchAttribute.hold, SearchAttributeType.KEYWORD);
