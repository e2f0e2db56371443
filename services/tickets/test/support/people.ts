import { rolePermissions } from '@ledgerdesk/contracts';
import type { PersonId, TeamId } from '@ledgerdesk/kernel';
import type { Caller } from '../../src/domain/caller.ts';
import type { Desk } from '../../src/domain/desk.ts';

export const CARLA: PersonId = 'psn_01h455vb4pex5vsknk084sn02c';
export const OTTO: PersonId = 'psn_01h455vb4pex5vsknk084sn020';
export const ANNA: PersonId = 'psn_01h455vb4pex5vsknk084sn02a';
export const BORIS: PersonId = 'psn_01h455vb4pex5vsknk084sn02b';
export const SOFIA: PersonId = 'psn_01h455vb4pex5vsknk084sn02s';

export const NETWORK: TeamId = 'tea_01h455vb4pex5vsknk084sn02n';
export const BILLING: TeamId = 'tea_01h455vb4pex5vsknk084sn02b';

/** Who asks. */
export const carla: Caller = { id: CARLA, permissions: rolePermissions.requester, teams: [] };
/** Another requester. */
export const otto: Caller = { id: OTTO, permissions: rolePermissions.requester, teams: [] };
/** An agent of the network team. */
export const anna: Caller = { id: ANNA, permissions: rolePermissions.agent, teams: [NETWORK] };
/** An agent of the billing team. */
export const boris: Caller = { id: BORIS, permissions: rolePermissions.agent, teams: [BILLING] };
export const sofia: Caller = { id: SOFIA, permissions: rolePermissions.supervisor, teams: [] };
export const auditor: Caller = { id: OTTO, permissions: rolePermissions.auditor, teams: [] };

export const desk: Desk = {
  teams: new Set([NETWORK, BILLING]),
  persons: new Map([
    [ANNA, new Set([NETWORK])],
    [BORIS, new Set([BILLING])],
    [CARLA, new Set<TeamId>()],
    [OTTO, new Set<TeamId>()],
    [SOFIA, new Set<TeamId>()],
  ]),
};
