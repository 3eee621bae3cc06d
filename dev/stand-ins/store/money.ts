/** V2 money and measures are strings with four decimals. */
export const money = (amount: number): string => amount.toFixed(4);
