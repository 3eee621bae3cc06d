/**
 * True where nobody can change what a store said at `at` without moving its time: that has a grain of a second.
 * @param modified ISO time of the change that was said
 * @param at epoch ms, by the store's clock
 */
export const isSecondOver = (modified: string, at: number): boolean => at >= Date.parse(modified) + 1_000;
