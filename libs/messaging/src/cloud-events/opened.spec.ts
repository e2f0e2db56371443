import { access, tickets } from '@ledgerdesk/contracts';
import { FeedHistory, SOME_TENANT } from '@ledgerdesk/testing';
import type { FeedEvent } from '../port/feed-event.ts';
import { toBareNotice, toOpened } from './opened.ts';
import { PersonalParts } from './personal-parts.ts';
import { toStructured } from './structured.ts';

const ANNA = 'psn_1';

describe('An event that is told to outsiders', () => {
  let history: FeedHistory;
  const faults: unknown[] = [];
  beforeEach(() => {
    history = new FeedHistory();
    faults.length = 0;
  });

  const held = (): FeedEvent => {
    const said = {
      subject: ANNA,
      plaintext: tickets.TicketHeldPersonal.encode({ reason: 'A part is away.' }).finish(),
    };
    return history.aggregate('ticket', 'tkt_1').says({ $case: 'ticketHeld', value: { state: undefined } } as never, {
      said,
    });
  };
  const registered = (): FeedEvent => {
    const plaintext = access.PersonRegisteredPersonal.encode({ name: 'Anna', mail: 'anna@example.org' }).finish();
    const value = { roles: ['agent'], language: 'de', sealed: undefined };
    return history
      .aggregate('person', ANNA)
      .says({ $case: 'personRegistered', value }, { said: { subject: ANNA, plaintext } });
  };
  const told = async (event: FeedEvent, without: readonly string[] = []): Promise<Record<string, unknown>> => {
    const parts = new PersonalParts({
      keyRing: history.keyRing,
      logger: { error: (fault: unknown) => faults.push(fault) },
    });
    const [personal] = await parts.of([event]);
    return JSON.parse(toOpened(event, { personal, without })) as Record<string, unknown>;
  };

  it('says what its personal part says, and whom it is about, in place of the sealed value', async () => {
    expect((await told(held())).data).toEqual({
      ticketHeld: { personalOf: ANNA, personal: { reason: 'A part is away.' } },
    });
  });

  it('has the attributes that it has inside, but for its position in the ledger', async () => {
    const event = held();
    const inside = JSON.parse(toStructured({ event, position: 42n })) as Record<string, unknown>;
    const { position, data: _, ...attributes } = inside;
    expect(position).toBe('42');
    const { data: __, ...outside } = await told(event);
    expect(outside).toEqual(attributes);
  });

  it('says that its subject was erased, and nothing that the subject said', async () => {
    const event = held();
    history.erase(ANNA);
    expect((await told(event)).data).toEqual({
      ticketHeld: { personalOf: ANNA },
      withheld: [{ path: ['ticketHeld', 'personal'], reason: 'ERASED' }],
    });
    expect(faults).toEqual([]);
  });

  it('is told without a value that cannot be opened, which is a fault for the log', async () => {
    const event = { ...held(), id: 'another-event' };
    expect((await told(event)).data).toMatchObject({
      withheld: [{ path: ['ticketHeld', 'personal'], reason: 'UNAVAILABLE' }],
    });
    expect(faults).toMatchObject([{ eventId: 'another-event' }]);
  });

  it('names the fields that are kept from the reader', async () => {
    expect((await told(registered(), ['roles', 'language'])).data).toEqual({
      personRegistered: { personalOf: ANNA, personal: { name: 'Anna', mail: 'anna@example.org' } },
      withheld: [
        { path: ['personRegistered', 'roles'], reason: 'NOT_PERMITTED' },
        { path: ['personRegistered', 'language'], reason: 'NOT_PERMITTED' },
      ],
    });
  });

  it('is of several tenants opened with the keys of each', async () => {
    const asked: string[] = [];
    const keyRing = {
      find: (tenant: string, ids: readonly string[]) => {
        asked.push(`${tenant} ${ids.length}`);
        return history.keyRing.find(SOME_TENANT, ids);
      },
    };
    const events = [held(), registered(), { ...held(), tenant: 'tnt_other' as const }];
    const parts = await new PersonalParts({ keyRing, logger: { error: () => undefined } }).of(events);
    expect(parts.map((part) => part?.said !== undefined)).toEqual([true, true, true]);
    expect(asked).toEqual([`${SOME_TENANT} 1`, 'tnt_other 1']);
  });

  it('tells as a bare notice neither who, nor when, nor what', () => {
    const event = held();
    expect(JSON.parse(toBareNotice(event))).toEqual({
      specversion: '1.0',
      id: event.id,
      source: '/ledgerdesk/tickets',
      type: 'ledgerdesk.tickets.v1.BareNotice',
      subject: 'tkt_1',
      tenant: SOME_TENANT,
      sequence: '0000000000',
      partitionkey: `${SOME_TENANT}.tkt_1`,
      epoch: event.epoch,
      datacontenttype: 'application/json',
      data: { bareNotice: {} },
    });
  });
});
