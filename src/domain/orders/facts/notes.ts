/** How the store's order is told of goods under its number that we did not send. */
export const NOT_OURS = 'which was not sent from here';
