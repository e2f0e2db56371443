const LONGEST_REASON = 2000;

/** A reason as PostgreSQL can store it, whatever it quotes. */
export const storable = (reason: string): string => reason.slice(0, LONGEST_REASON).replaceAll('\0', '\ufffd');
