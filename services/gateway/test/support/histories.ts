import { RESERVED_TENANT, type TicketId } from '@ledgerdesk/kernel';
import { FeedHistory, SOME_TENANT } from '@ledgerdesk/testing';
import { ANNA, BILLING, BORIS, CARLA, NETWORK, OTHER_NETWORK, OTHER_TENANT, OTTO } from './desk.ts';
import { APerson, ATeam } from './people.ts';
import { ATicket } from './tickets.ts';

/** The id of the nth ticket, in their order. */
export const ticketId = (n: number): TicketId => `tkt_01h455vb4pex5vsknk0800${String(n).padStart(4, '0')}`;

/** Tickets in all situations, one that never was, and one of another tenant. */
export function ticketHistory(): FeedHistory {
  const history = new FeedHistory();
  new ATicket(history, ticketId(1)).livedThrough();
  new ATicket(history, ticketId(2)).opened({ number: 'LD-2', requesterId: OTTO, teamId: BILLING });
  new ATicket(history, ticketId(3)).opened({ number: 'LD-3' }).assigned(NETWORK, ANNA).replied().noted().taken(BORIS);
  new ATicket(history, ticketId(4)).refused();
  new ATicket(history, ticketId(5), OTHER_TENANT).opened().resolved();
  return history;
}

/** People who come, go and gain roles, in two teams, and a namesake in another tenant. */
export function peopleHistory(): FeedHistory {
  const history = new FeedHistory();
  new APerson(history, ANNA).registered('Anna', 'agent').linked('anna').granted('supervisor').revoked('agent');
  new APerson(history, BORIS).registered('Boris', 'agent').granted('auditor').linked('boris');
  new APerson(history, CARLA).registered('Carla', 'requester').attributed('sub_1');
  new ATeam(history, NETWORK).created('network', 'Network').joined(BORIS).joined(ANNA).left(BORIS).joined(BORIS);
  new ATeam(history, BILLING).created('billing', 'Billing').joined(ANNA).left(ANNA).joined(BORIS);
  new APerson(history, OTTO, OTHER_TENANT).registered('Otto', 'administrator').linked('anna');
  new ATeam(history, OTHER_NETWORK, OTHER_TENANT).created('network', 'Their network').joined(OTTO);
  for (const [id, key] of [[SOME_TENANT, 'acme'] as const, [OTHER_TENANT, 'other'] as const]) {
    const tenant = history.aggregate('tenant', id, RESERVED_TENANT);
    tenant.says({ $case: 'tenantRegistered', value: { key, name: `The ${key}` } });
  }
  return history;
}
