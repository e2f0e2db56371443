import type { OwnIssuer } from '@ledgerdesk/access';
import type { Role } from '@ledgerdesk/contracts';
import type { TenantId } from '@ledgerdesk/kernel';
import { demoDesk, demoOperator, type DemoPerson } from './desk.ts';

/** Long enough for a day's trial. */
const LIFE_SECONDS = 24 * 60 * 60;

/** Somebody of the demo desk, and the token with which one is them. */
export interface DemoLogin {
  readonly login: string;
  readonly name: string;
  readonly role: Role;
  /** The name of the desk; undefined for who stands above all of them. */
  readonly desk: string | undefined;
  readonly token: string;
}

/** A token for everybody on the demo desk. */
export function demoTokens(issuer: OwnIssuer): Promise<readonly DemoLogin[]> {
  const above = mint(issuer, demoOperator, { tenant: 'above tenants', desk: undefined });
  const below = demoDesk.flatMap(({ id, name, people }) =>
    people.map((person) => mint(issuer, person, { tenant: id, desk: name })),
  );
  return Promise.all([...below, above]);
}

/** The tokens that GraphiQL's examples are filled with. */
export async function exampleTokens(
  issuer: OwnIssuer,
): Promise<{ readonly requester: string; readonly agent: string }> {
  const tokens = await demoTokens(issuer);
  const tokenOf = (role: Role): string => tokens.find((one) => one.role === role)?.token ?? '';
  return { requester: tokenOf('requester'), agent: tokenOf('agent') };
}

async function mint(
  issuer: OwnIssuer,
  { login, name, role }: DemoPerson,
  { tenant, desk }: { readonly tenant: TenantId | 'above tenants'; readonly desk: string | undefined },
): Promise<DemoLogin> {
  return { login, name, role, desk, token: await issuer.mint({ subject: login, tenant, lifeSeconds: LIFE_SECONDS }) };
}
