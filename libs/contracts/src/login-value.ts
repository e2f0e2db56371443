/** A login as its identity provider names it; `sub` is often a mail address, so it is personal (OpenID Connect Core 1.0, 2). */
export interface Login {
  readonly issuer: string;
  readonly subject: string;
}

/**
 * The form under which a login is unique: the pair as a JSON array, so that no two logins share it. Written down for ever:
 * the name made of it (`valueName`) stands in `LoginLinked` and on the stream of the login's claim.
 */
export const loginValue = ({ issuer, subject }: Login) =>
  ({ kind: 'login', value: JSON.stringify([issuer, subject]) }) as const;
