// Columns of lists over stores, which answer one after the other: each has the room of its longest value from the first row on.

export const STORE = ['store', 10] as const;
export const ORDER = ['order', 8] as const;

/** A time with its age. */
export const aged = (title: string) => [title, '2026-01-31 12:00:00 UTC+2 (100 d)'.length] as const;
