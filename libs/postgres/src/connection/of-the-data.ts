/**
 * Data exception, integrity constraint violation, program limit exceeded (PostgreSQL, appendix A): the database will not have
 * this, however often it is brought.
 */
const CLASSES = new Set(['22', '23', '54']);

export const isOfTheData = (error: unknown): boolean => {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  return typeof code === 'string' && code.length === 5 && CLASSES.has(code.slice(0, 2));
};
