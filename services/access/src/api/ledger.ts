import type { CommandContext, CommandHandler, EventStore, Handled, StreamId } from '@ledgerdesk/event-store';
import type { Person, PersonEvent } from '../domain/person.ts';
import type { Team, TeamEvent } from '../domain/team.ts';
import type { Tenant, TenantEvent } from '../domain/tenant.ts';
import type { ValueClaim, ValueClaimEvent } from '../domain/value-claim.ts';

/** The aggregates of this service, each behind its command handler. */
export interface AccessLedger {
  readonly tenants: CommandHandler<Tenant, TenantEvent>;
  readonly persons: CommandHandler<Person, PersonEvent>;
  readonly teams: CommandHandler<Team, TeamEvent>;
  readonly claims: CommandHandler<ValueClaim, ValueClaimEvent>;
  readonly eventStore: Pick<EventStore, 'readStream'>;
}

/** Where an aggregate stands after a command, or as it is. */
export type Place = Pick<Extract<Handled<unknown, never>, { accepted: true }>, 'id' | 'revision' | 'cursor'>;

/** Where an aggregate stands though no command moved it; undefined where it does not exist. */
export async function placeOf({ eventStore }: AccessLedger, stream: StreamId): Promise<Place | undefined> {
  for await (const { revision, cursor } of eventStore.readStream(stream, { direction: 'backward', limit: 1 })) {
    return { id: stream.id, revision, cursor };
  }
  return undefined;
}

/** A command's context for something this service has to do on the way; its id, and only its id, is derived. */
export const onTheWay = (context: CommandContext, commandId: string): CommandContext => ({
  ...context,
  commandId,
  derived: true,
  body: null,
});
