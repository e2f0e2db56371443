import { newId } from '@ledgerdesk/kernel';
import { randomUUID } from 'node:crypto';
import { postGraphql } from '../../support/graphql-client.ts';
import type { DeskPerson } from '../../support/gateway/desk-people.ts';
import { startHarbourDesk, type HarbourDesk } from '../../support/gateway/harbour-desk.ts';

interface Answer {
  readonly __typename: string;
  readonly ticketId: string;
  readonly revision: number;
  readonly [field: string]: unknown;
}

describe('Commands to tickets', () => {
  let gateway: HarbourDesk['gateway'];
  let team: HarbourDesk['team'];
  let [requester, other, agent, supervisor, stranger]: DeskPerson[] = [];

  beforeAll(async () => {
    ({ gateway, team, requester, other, agent, supervisor, stranger } = await startHarbourDesk());
  });
  afterAll(() => gateway.stop());

  /** Sends one mutation; `fields` are asked of its result beside its type and whatever a success or refusal says. */
  async function send(by: DeskPerson | undefined, mutation: string, input: object, fields = ''): Promise<Answer> {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}`;
    const query = `mutation ($input: ${type}Input!) { ${mutation}(input: $input) {
      __typename ... on TicketSuccess { ticketId revision } ... on Refusal { code message path } ${fields}
    } }`;
    const variables = { input: { commandId: randomUUID(), ...input } };
    const { data, errors } = await postGraphql<Record<string, Answer>>(gateway.address, by?.token, {
      query,
      variables,
    });
    if (errors) throw new Error(JSON.stringify(errors));
    return data![mutation]!;
  }

  const opening = { subject: 'Light of bike 301 flickers', body: { content: 'All the time.' } };
  const aTicket = async (): Promise<string> => (await send(requester, 'openTicket', opening)).ticketId;
  const body = (content: string) => ({ body: { content } });

  it('lead a ticket through its whole life, each success showing the ticket as it left it', async () => {
    const shown = '... on TicketSuccess { ticket { revision state { kind } assignee { name } team { name } } }';
    const opened = await send(requester, 'openTicket', opening, `${shown} ... on OpenTicketSuccess { number }`);
    expect(opened).toMatchObject({
      __typename: 'OpenTicketSuccess',
      number: expect.stringMatching(/^LD-\d+$/),
      ticket: { revision: 0, state: { kind: 'NEW' }, assignee: null, team: null },
    });
    const { ticketId } = opened;
    const steps: readonly [DeskPerson | undefined, string, object, string][] = [
      [supervisor, 'assignTicket', { teamId: team }, 'OPEN'],
      [agent, 'takeTicket', {}, 'OPEN'],
      [agent, 'startWork', {}, 'IN_PROGRESS'],
      [agent, 'replyToTicket', body('Front or rear?'), 'IN_PROGRESS'],
      [agent, 'waitForCustomer', {}, 'PENDING'],
      [requester, 'replyToTicket', body('The rear one.'), 'IN_PROGRESS'],
      [agent, 'addNote', body('Loose contact.'), 'IN_PROGRESS'],
      [agent, 'holdTicket', { reason: 'Waiting for the part' }, 'ON_HOLD'],
      [agent, 'resolveTicket', { resolution: 'Soldered.' }, 'RESOLVED'],
      [requester, 'reopenTicket', { reason: 'It flickers again.' }, 'OPEN'],
      [agent, 'resolveTicket', {}, 'RESOLVED'],
      [requester, 'confirmResolution', {}, 'CLOSED'],
    ];
    for (const [by, mutation, input, kind] of steps) {
      const answer = await send(by, mutation, { ticketId, ...input }, shown);
      expect([mutation, answer]).toMatchObject([mutation, { ticket: { revision: answer.revision, state: { kind } } }]);
    }
  });

  it('are done as one act: in order, all or nothing', async () => {
    const ticketId = await aTicket();
    const commands = [{ assign: { teamId: team } }, { take: true }, { reply: body('On my way.') }, { close: true }];
    expect(await send(agent, 'changeTicket', { ticketId, commands })).toMatchObject({
      __typename: 'TransitionNotAllowed',
      path: ['commands', '3'],
    });
    const done = await send(agent, 'changeTicket', { ticketId, commands: commands.slice(0, 3) });
    expect(done).toMatchObject({ __typename: 'ChangeTicketSuccess', revision: 3 });
  });

  it('sent twice act once and answer the same; an id used for something else is refused', async () => {
    const command = { commandId: randomUUID(), ...opening };
    const [first, second] = [
      await send(requester, 'openTicket', command),
      await send(requester, 'openTicket', command),
    ];
    expect(second).toEqual(first);
    expect(await send(requester, 'openTicket', { ...command, subject: 'Another' })).toMatchObject({
      __typename: 'CommandIdReused',
      code: 'COMMAND_ID_REUSED',
    });
  });

  it('take ids that the caller made', async () => {
    const [ticketId, messageId] = [newId('tkt'), newId('msg')];
    expect(await send(requester, 'openTicket', { ticketId, ...opening })).toMatchObject({ ticketId });
    expect(await send(requester, 'openTicket', { ticketId, ...opening })).toMatchObject({ __typename: 'TicketExists' });
    const reply = { ticketId, messageId, ...body('And now the bell.') };
    expect(await send(requester, 'replyToTicket', reply)).toMatchObject({ __typename: 'ReplyToTicketSuccess' });
    expect(await send(requester, 'replyToTicket', reply, '... on MessageExists { messageId }')).toMatchObject({
      __typename: 'MessageExists',
      messageId,
    });
  });

  it('to a ticket that is not there, or another’s, or another tenant’s, are refused alike', async () => {
    const ticketId = await aTicket();
    const refused = await send(other, 'replyToTicket', { ticketId: newId('tkt'), ...body('Hello?') });
    expect(refused).toMatchObject({ __typename: 'TicketNotFound', code: 'TICKET_NOT_FOUND', path: [] });
    expect(await send(other, 'replyToTicket', { ticketId, ...body('Hello?') })).toEqual(refused);
    expect(await send(stranger, 'replyToTicket', { ticketId, ...body('Hello?') })).toEqual(refused);
  });

  it('are refused with the numbers behind the refusal', async () => {
    const ticketId = await aTicket();
    const expectRefused = async (
      by: DeskPerson | undefined,
      mutation: string,
      input: object,
      [type, fields, numbers]: [string, string, object],
    ) =>
      expect(await send(by, mutation, { ticketId, ...input }, fields && `... on ${type} { ${fields} }`)).toMatchObject({
        __typename: type,
        ...numbers,
      });
    const [nobody, noTeam] = [newId('psn'), newId('tea')];
    await expectRefused(requester, 'startWork', {}, ['NotPermitted', '', {}]);
    await expectRefused(supervisor, 'assignTicket', { teamId: noTeam }, ['TeamNotFound', 'teamId', { teamId: noTeam }]);
    await expectRefused(supervisor, 'assignTicket', { agentId: nobody }, [
      'PersonNotFound',
      'personId',
      { personId: nobody },
    ]);
    await expectRefused(supervisor, 'assignTicket', { teamId: team, agentId: supervisor!.id }, [
      'NotATeamMember',
      'teamId agentId',
      { teamId: team, agentId: supervisor!.id },
    ]);
    await send(supervisor, 'assignTicket', { ticketId, teamId: team, agentId: agent!.id });
    await expectRefused(agent, 'takeTicket', {}, [
      'AlreadyAssigned',
      'teamId agentId',
      { teamId: team, agentId: agent!.id },
    ]);
    await send(agent, 'startWork', { ticketId });
    await expectRefused(agent, 'startWork', {}, ['AlreadyInState', 'state', { state: 'in_progress' }]);
    await expectRefused(requester, 'confirmResolution', {}, [
      'TransitionNotAllowed',
      'from to',
      { from: 'in_progress', to: 'CLOSED' },
    ]);
    await send(agent, 'changeTicket', { ticketId, commands: [{ resolve: {} }, { close: true }] });
    await expectRefused(agent, 'addNote', body('Too late.'), ['TicketClosed', '', {}]);
  });

  it('are told of all faults of their input at once', async () => {
    const fields = '... on InvalidInput { faults { path rule prefix maxCharacters maxBytes } }';
    const none = { prefix: null, maxCharacters: null, maxBytes: null };
    const input = { subject: ' \n ', ...body('é'.repeat(20_001)), requesterId: 'me', priority: 'at once' };
    const refused = await send(agent, 'openTicket', input, fields);
    expect(refused).toMatchObject({ __typename: 'InvalidInput', code: 'INVALID_INPUT' });
    expect(refused['faults']).toHaveLength(4);
    expect(refused['faults']).toEqual(
      expect.arrayContaining([
        { ...none, path: ['subject'], rule: 'REQUIRED' },
        { ...none, path: ['body', 'content'], rule: 'TOO_LONG', maxBytes: 40_000 },
        { ...none, path: ['requesterId'], rule: 'NOT_AN_ID', prefix: 'psn' },
        { ...none, path: ['priority'], rule: 'NOT_OFFERED' },
      ]),
    );
  });

  it.each<[string, string, string]>([
    ['a long subject', '😀'.repeat(300), 'x'],
    ['one that is too long', '😀'.repeat(301), 'x'],
    ['none', ' \t ', 'x'],
    ['a long text', 'x', 'é'.repeat(20_000)],
    ['one that is too long', 'x', 'é'.repeat(20_001)],
    ['blanks around a long text', 'x', ` ${'é'.repeat(20_000)}\n`],
    ['a NUL', 'x', 'a\0b'],
  ])('have the faults that the service would find: %s', async (_, subject, content) => {
    const byGateway = await send(
      requester,
      'openTicket',
      { subject, ...body(content) },
      '... on InvalidInput { faults { path rule } }',
    );
    const { outcome } = await gateway.people.openPastGraphql(requester!, { subject, content });
    const faults =
      outcome?.$case === 'refused'
        ? (outcome.value.details?.['faults'] as readonly { path: unknown; rule: unknown }[])
        : undefined;
    expect(byGateway['faults']).toEqual(faults?.map(({ path, rule }) => ({ path, rule })));
  });

  describe('with an expected revision', () => {
    const CONFLICT = `... on EditConflict {
      aspect expectedRevision currentRevision ticket { revision assignee { name } } since { sequence kind actor { name } }
    }`;

    it('are in nobody’s way where a later change touched something else', async () => {
      const ticketId = await aTicket();
      await send(supervisor, 'assignTicket', { ticketId, agentId: agent!.id });
      await send(supervisor, 'addNote', { ticketId, ...body('Urgent?') });
      const answer = await send(agent, 'replyToTicket', { ticketId, expectedRevision: 0, ...body('On my way.') });
      expect(answer.__typename).toBe('ReplyToTicketSuccess');
    });

    it('are refused where it touched the same, with the ticket as it is now and what came since', async () => {
      const ticketId = await aTicket();
      await send(supervisor, 'assignTicket', { ticketId, agentId: agent!.id });
      await send(requester, 'replyToTicket', { ticketId, ...body('Hello?') });
      const assign = { ticketId, expectedRevision: 0, teamId: team };
      expect(await send(supervisor, 'assignTicket', assign, CONFLICT)).toMatchObject({
        __typename: 'EditConflict',
        aspect: 'ASSIGNMENT',
        expectedRevision: 0,
        currentRevision: 1,
        ticket: { revision: expect.any(Number), assignee: { name: 'Mira' } },
        since: expect.arrayContaining([{ sequence: 1, kind: 'TICKET_ASSIGNED', actor: { name: 'Sven' } }]),
      });
    });

    it('are refused where it is ahead of the ticket', async () => {
      const ticketId = await aTicket();
      expect(await send(agent, 'takeTicket', { ticketId, expectedRevision: 7 }, CONFLICT)).toMatchObject({
        __typename: 'EditConflict',
        aspect: null,
        currentRevision: 0,
        since: [],
      });
    });
  });
});
