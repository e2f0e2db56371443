import { aggregateOf, type FeedEvent } from '@ledgerdesk/messaging';

/** Who has to do with a ticket, as its events say: null where they have not said it yet, empty where it is nobody. */
export interface SaidStanding {
  readonly event: FeedEvent;
  readonly requesterId: string | null;
  readonly teamId: string | null;
}

/** What a batch says of tickets, by the last event of each that says something of it. */
export function standingsIn(events: readonly FeedEvent[]): readonly SaidStanding[] {
  const standings = new Map<string, SaidStanding>();
  for (const event of events) {
    const said = standingIn(event);
    if (!said) continue;
    const before = standings.get(aggregateOf(event));
    standings.set(aggregateOf(event), { event, requesterId: said.requesterId ?? before?.requesterId ?? null, ...said });
  }
  return [...standings.values()];
}

function standingIn(event: FeedEvent): { readonly requesterId?: string; readonly teamId: string } | undefined {
  const message = event.topic === 'ticket' ? (event as FeedEvent<'ticket'>).message.message : undefined;
  switch (message?.$case) {
    case 'ticketOpened':
      return { requesterId: message.value.requesterId, teamId: message.value.teamId };
    case 'ticketAssigned':
      return { teamId: message.value.teamId };
    default:
      return undefined;
  }
}
