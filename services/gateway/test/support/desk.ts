import type { Actor, PersonId, TeamId, TenantId, TicketId } from '@ledgerdesk/kernel';

/** Who and what is there in the specs of the gateway. */
export const CARLA: PersonId = 'psn_01h455vb4pex5vsknk084sn02c';
export const OTTO: PersonId = 'psn_01h455vb4pex5vsknk084sn020';
export const ANNA: PersonId = 'psn_01h455vb4pex5vsknk084sn02a';
export const BORIS: PersonId = 'psn_01h455vb4pex5vsknk084sn02b';

export const NETWORK: TeamId = 'tea_01h455vb4pex5vsknk084sn02n';
export const BILLING: TeamId = 'tea_01h455vb4pex5vsknk084sn02b';

export const OTHER_TENANT: TenantId = 'tnt_01h455vb4pex5vsknk084sn020';
export const OTHER_NETWORK: TeamId = 'tea_01h455vb4pex5vsknk084sn020';

export const TICKET: TicketId = 'tkt_01h455vb4pex5vsknk084sn02q';

export const as = (id: PersonId): Actor => ({ kind: 'person', id, via: 'graphql' });
