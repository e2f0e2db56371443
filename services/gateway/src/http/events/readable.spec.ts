import { toldToPartners, type FeedEvent } from '@ledgerdesk/messaging';
import { FeedHistory } from '@ledgerdesk/testing';
import { ANNA, BILLING, BORIS, CARLA, NETWORK, OTTO, TICKET } from '../../../test/support/desk.ts';
import { aReader } from '../../../test/support/event-readers.ts';
import { APerson, ATeam } from '../../../test/support/people.ts';
import { ATicket } from '../../../test/support/tickets.ts';
import type { LoggedEvent } from '../../event-log/event-log.query.ts';
import { mayReadAggregate, toldOf, type Reader } from './readable.ts';

/** Carla's ticket, with the team Network. */
const STANDING = { requesterId: CARLA, teamId: NETWORK };

const logged = (event: FeedEvent): LoggedEvent => ({
  about: event,
  position: 0n,
  late: null,
  standing: event.subject === TICKET ? STANDING : undefined,
  length: 0,
  read: () => event,
});

/** By the type of each event: what the reader is told. */
function told(reader: Reader, { events }: FeedHistory): Readonly<Record<string, string>> {
  const one = (event: FeedEvent): string => {
    if (!mayReadAggregate(reader, logged(event))) return 'absent';
    const what = toldOf(reader, logged(event), event);
    if (what === 'bare notice') return 'notice';
    return what.without.length === 0 ? 'whole' : `without ${what.without.join(', ')}`;
  };
  return Object.fromEntries(events.map((event) => [event.type.split('.').at(-1), one(event)]));
}

describe('Of the events of a ticket', () => {
  const history = new FeedHistory();
  new ATicket(history).livedThrough();
  const notesAside = { NoteAdded: 'notice', BareNotice: 'notice' };

  it.each([
    ['an agent', aReader('agent', ANNA)],
    ['an administrator', aReader('administrator', ANNA)],
    ['an auditor', aReader('auditor', ANNA)],
  ] as const)('%s is told all', (_, reader) => {
    const { BareNotice, ...rest } = told(reader, history);
    expect(BareNotice).toBe('notice');
    expect(new Set(Object.values(rest))).toEqual(new Set(['whole']));
  });

  it.each([
    ['the requester', aReader('requester', CARLA)],
    ['an integrator', aReader('integrator', ANNA)],
  ] as const)(
    '%s is told all but what the desk notes for itself, of which it is said that it was there',
    (_, reader) => {
      const all = told(reader, history);
      const { NoteAdded, BareNotice, ...rest } = all;
      expect({ NoteAdded, BareNotice }).toEqual(notesAside);
      expect(new Set(Object.values(rest))).toEqual(new Set(['whole']));
    },
  );

  it.each([
    ['another requester', aReader('requester', OTTO)],
    ['an operator', aReader('operator', CARLA)],
  ] as const)('%s is told nothing', (_, reader) => {
    expect(new Set(Object.values(told(reader, history)))).toEqual(new Set(['absent']));
  });

  it('nobody is told anything where no ticket came of a submission', () => {
    const refused = new FeedHistory();
    new ATicket(refused, 'tkt_01h455vb4pex5vsknk084sn02z').refused();
    expect(told(aReader('supervisor', ANNA), refused)).toEqual({ SubmissionRefused: 'absent' });
  });
});

describe('Of the events of a person', () => {
  const history = new FeedHistory();
  new APerson(history, ANNA)
    .registered('Anna', 'agent')
    .linked('anna')
    .granted('auditor')
    .revoked('agent')
    .attributed('sub_1');

  it('the person is told who they are, and what they were and are', () => {
    expect(told(aReader('requester', ANNA), history)).toEqual({
      PersonRegistered: 'whole',
      RoleGranted: 'whole',
      RoleRevoked: 'whole',
      LoginLinked: 'notice',
      SubjectAttributed: 'notice',
    });
  });

  it('who may identify people is told who it is', () => {
    expect(told(aReader('integrator', BORIS), history)).toEqual({
      PersonRegistered: 'without roles, language',
      RoleGranted: 'notice',
      RoleRevoked: 'notice',
      LoginLinked: 'notice',
      SubjectAttributed: 'notice',
    });
  });

  it.each(['requester', 'auditor', 'operator'] as const)('others (%s) are told nothing', (role) => {
    expect(new Set(Object.values(told(aReader(role, BORIS), history)))).toEqual(new Set(['absent']));
  });
});

describe('Of the events of a team', () => {
  const history = new FeedHistory();
  new ATeam(history, NETWORK).created('network', 'Network').joined(BORIS).left(BORIS);

  it('who sees all tickets is told its name', () => {
    expect(told(aReader('agent', ANNA), history)).toEqual({
      TeamCreated: 'whole',
      TeamJoined: 'notice',
      TeamLeft: 'notice',
    });
  });

  it('a member is told of their own coming and going', () => {
    expect(told(aReader('requester', BORIS, { teams: [NETWORK] }), history)).toEqual({
      TeamCreated: 'whole',
      TeamJoined: 'whole',
      TeamLeft: 'whole',
    });
  });

  it('others are told nothing', () => {
    expect(told(aReader('requester', BORIS, { teams: [BILLING] }), history)).toMatchObject({ TeamCreated: 'absent' });
  });
});

describe('Of submissions and tenants', () => {
  it('nobody is told anything', () => {
    const history = new FeedHistory();
    history.aggregate('submission', 'sub_1').says({ $case: 'bareNotice', value: {} });
    history.aggregate('tenant', 'tnt_1').says({ $case: 'tenantRegistered', value: { key: 'a', name: 'A' } });
    expect(told(aReader('administrator', ANNA), history)).toEqual({ BareNotice: 'absent', TenantRegistered: 'absent' });
  });
});

describe('On a clear topic', () => {
  it('partners are told what an integrator is told here', () => {
    const history = new FeedHistory();
    new ATicket(history).livedThrough();
    new APerson(history, ANNA)
      .registered('Anna', 'agent')
      .linked('anna')
      .granted('auditor')
      .revoked('agent')
      .attributed('sub_1');
    new ATeam(history, NETWORK).created('network', 'Network').joined(ANNA).left(ANNA);
    history.aggregate('submission', 'sub_1').says({ $case: 'submissionReceived', value: {} as never });
    history.aggregate('tenant', 'tnt_1').says({ $case: 'tenantRegistered', value: { key: 'a', name: 'A' } });
    const there = history.events.map((event): [string, string] => {
      const what = toldToPartners(event) ?? 'absent';
      const text = typeof what === 'string' ? what : `without ${what.without.join(', ')}`;
      return [event.type.split('.').at(-1)!, text === 'bare notice' ? 'notice' : text];
    });
    expect(Object.fromEntries(there)).toEqual(told(aReader('integrator', BORIS), history));
  });
});
