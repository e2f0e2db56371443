import { access, tickets } from '@ledgerdesk/contracts';
import type { Instant, TenantId } from '@ledgerdesk/kernel';
import { FeedHistory, SOME_TENANT } from '@ledgerdesk/testing';

export const ANNA = 'psn_01h455vb4pex5vsknk084sn02a';
export const CARLA = 'psn_01h455vb4pex5vsknk084sn02c';
export const NETWORK = 'tea_01h455vb4pex5vsknk084sn02n';
export const PRINTERS = 'tea_01h455vb4pex5vsknk084sn02p';
export const OTHER_TENANT: TenantId = 'tnt_01h455vb4pex5vsknk084sn02z';

/** A message that a person was registered, with his name sealed. */
export const registered = (name: string, language = 'en') => ({
  message: {
    $case: 'personRegistered' as const,
    value: { roles: ['requester'], language, sealed: undefined },
  },
  plaintext: access.PersonRegisteredPersonal.encode({ name, mail: `${name}@example.org` }).finish(),
});

/** A message that a person opened a ticket. */
export const openedBy = (requesterId: string) =>
  ({
    $case: 'ticketOpened',
    value: tickets.TicketOpened.create({
      number: 'LD-1',
      requesterId,
      state: { key: 'new', kind: 'new', lifecycleVersion: 1 },
    }),
  }) as const;

/** Two persons, two teams and three tickets; the printers' team belongs to another tenant's Anna as well. */
export function aDesk(): FeedHistory {
  const history = new FeedHistory();
  for (const [id, name, tenant] of [
    [ANNA, 'Anna', SOME_TENANT],
    [CARLA, 'Carla', SOME_TENANT],
    [ANNA, 'Another Anna', OTHER_TENANT],
  ] as const) {
    const { message, plaintext } = registered(name);
    const person = history.aggregate('person', id, tenant);
    person.says(message, { said: { subject: id, plaintext }, at: '2026-03-02T09:00:00.250Z' as Instant });
    person.says({ $case: 'roleGranted', value: { role: 'agent' } });
    person.says({ $case: 'bareNotice', value: {} });
    person.says({ $case: 'roleRevoked', value: { role: 'requester' } });
  }
  for (const id of [NETWORK, PRINTERS]) {
    const team = history.aggregate('team', id);
    team.says({ $case: 'teamCreated', value: { key: id, name: 'A team' } });
    for (const personId of [ANNA, CARLA]) team.says({ $case: 'teamJoined', value: { personId } });
    team.says({ $case: 'teamLeft', value: { personId: ANNA } });
    if (id === NETWORK) team.says({ $case: 'teamJoined', value: { personId: ANNA } });
  }
  for (const [id, requester] of [
    ['tkt_1', CARLA],
    ['tkt_2', CARLA],
    ['tkt_3', ANNA],
  ] as const) {
    history.aggregate('ticket', id).says(openedBy(requester));
  }
  return history;
}
