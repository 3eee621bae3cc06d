/** The search attributes that the dev server registers, all of type Keyword. */
export const SEARCH_ATTRIBUTES = ['OgoIntegration', 'OgoStage', 'OgoHold', 'OgoOrder'] as const;
