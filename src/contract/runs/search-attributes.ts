import { defineSearchAttributeKey } from '@temporalio/common';
import { SearchAttribute } from '../temporal.ts';

// Every key of a search attribute that anybody sets or reads.

export const integrationKey = defineSearchAttributeKey(SearchAttribute.integration, 'KEYWORD');
export const stageKey = defineSearchAttributeKey(SearchAttribute.stage, 'KEYWORD');
export const holdKey = defineSearchAttributeKey(SearchAttribute.hold, 'KEYWORD');
export const orderKey = defineSearchAttributeKey(SearchAttribute.order, 'KEYWORD');
