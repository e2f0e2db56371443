import type { CustomTypesConfig } from 'pg';

/** Rows stay the text that came over the wire; each column's type reads it. */
export const TEXTS: CustomTypesConfig = { getTypeParser: () => (text: string) => text };
