import type { Permission } from '@ledgerdesk/contracts';
import { isId, type PersonId, type TeamId } from '@ledgerdesk/kernel';
import type { JWTPayload } from 'jose';
import { z } from 'zod';
import { UnauthenticatedError } from '../problems/problem-error.ts';
import type { Identity } from './identity.ts';

/** Keeps identity tokens apart from all other tokens that the same key might sign (RFC 8725, 3.11). */
export const TOKEN_TYPE = 'ledgerdesk-identity+jwt';

/** Seconds for which an identity token holds. */
export const TOKEN_LIFE = 60;

const claims = z.object({
  iss: z.string(),
  sub: z.string().min(1),
  kind: z.enum(['person', 'rule', 'service', 'integration', 'anonymous']),
  tenant: z.custom<Identity['tenant']>((text) => typeof text === 'string' && isId('tnt', text)),
  // Not `act` of RFC 8693, which names the actor: here `sub` is the actor.
  acting_for: z.custom<PersonId>((text) => typeof text === 'string' && isId('psn', text)).optional(),
  // A permission that this release does not know yet is one that nothing in it asks for.
  permissions: z.array(z.string() as unknown as z.ZodType<Permission>),
  teams: z.array(z.string() as unknown as z.ZodType<TeamId>),
});

/** What a token says of an identity. */
export const toClaims = ({ kind, tenant, actingFor, permissions, teams }: Identity): JWTPayload => ({
  kind,
  tenant,
  ...(actingFor && { acting_for: actingFor }),
  permissions,
  teams,
});

/** The identity that a token's verified claims name. @throws UnauthenticatedError */
export function toIdentity(payload: JWTPayload): Identity {
  const parsed = claims.safeParse(payload);
  if (!parsed.success) throw new UnauthenticatedError('The token lacks claims of an identity', { cause: parsed.error });
  const { iss, sub, kind, tenant, acting_for, permissions, teams } = parsed.data;
  // A service speaks for persons, who proved themselves to it, but never for another service.
  if (kind === 'service' && sub !== `service:${iss}`) throw new UnauthenticatedError(`${iss} may not speak for ${sub}`);
  return Object.freeze({
    kind,
    subject: sub,
    tenant,
    ...(acting_for && { actingFor: acting_for }),
    permissions: Object.freeze(permissions),
    teams: Object.freeze(teams),
  });
}
