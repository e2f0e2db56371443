/** The KurrentDB that the environment names, for specs to use instead of the stand-in; they write to it. */
export const givenKurrentDb = (): string | undefined => process.env.KURRENTDB_URL?.trim() || undefined;
