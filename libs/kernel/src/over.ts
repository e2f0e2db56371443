/** The reason of an abort that nobody asks: without one Node makes an error with its stack, which takes longer than what is ended. */
export const OVER = 'over';
