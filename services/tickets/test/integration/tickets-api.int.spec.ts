import { lineFault, manyLines, oneLine, proseFault, type tickets } from '@ledgerdesk/contracts';
import { newId } from '@ledgerdesk/kernel';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { ANNA, anna, carla, NETWORK, otto, sofia } from '../support/people.ts';
import { text, type TicketsClient } from '../support/client.ts';
import { TicketsService } from '../support/service.ts';

describe('Tickets, as other services command them,', () => {
  let running: TicketsService;
  let service: TicketsClient;
  beforeAll(async () => {
    running = await TicketsService.start();
    service = running.client;
  });
  afterAll(() => running.stop());

  const anOpenedTicket = async () => (await service.open(carla)) as tickets.TicketAccepted;

  it('go their whole life', async () => {
    const { ticketId, number } = await anOpenedTicket();
    expect(number).toMatch(/^LD-\d+$/);
    await service.change(sofia, ticketId, [{ $case: 'assign', value: { teamId: NETWORK, agentId: ANNA } }]);
    await service.change(anna, ticketId, [
      { $case: 'startWork', value: {} },
      { $case: 'note', value: { messageId: '', body: text('Her switch is old.') } },
      { $case: 'reply', value: { messageId: '', body: text('Which floor?') } },
      { $case: 'waitForCustomer', value: {} },
    ]);
    await service.change(carla, ticketId, [{ $case: 'reply', value: { messageId: '', body: text('The third.') } }]);
    await service.change(anna, ticketId, [{ $case: 'hold', value: { reason: 'A part is on its way.' } }]);
    await service.change(anna, ticketId, [{ $case: 'resolve', value: { resolution: 'A new switch.' } }]);
    await service.change(carla, ticketId, [{ $case: 'reopen', value: { reason: 'Again.' } }]);
    await service.change(anna, ticketId, [{ $case: 'resolve', value: { resolution: 'A new cable.' } }]);
    const confirmed = await service.change(carla, ticketId, [{ $case: 'confirm', value: {} }]);
    expect(confirmed).toMatchObject({ ticketId, number, revision: 13 });
    expect(await service.change(anna, ticketId, [{ $case: 'close', value: {} }])).toMatchObject({
      refused: 'TICKET_CLOSED',
    });
  });

  it('are opened once by the same command, which gets its first answer', async () => {
    const commandId = randomUUID();
    const first = await service.open(carla, {}, commandId);
    expect(await service.open(carla, {}, commandId)).toEqual(first);
    expect(await service.open(carla, { subject: 'Other' }, commandId)).toMatchObject({ refused: 'COMMAND_ID_REUSED' });
    expect(await service.open(otto, {}, commandId)).toMatchObject({ refused: 'COMMAND_ID_REUSED' });
  });

  it('answer a repeat as they did at first, though it would be refused by now', async () => {
    const commandId = randomUUID();
    const request = { ticketId: newId('tkt'), teamId: NETWORK, requesterId: carla.id };
    const first = await service.open(anna, request, commandId);
    expect(first).toMatchObject({ ticketId: request.ticketId });
    expect(await service.open({ ...anna, permissions: [] }, request, commandId)).toEqual(first);
    expect(await service.open(anna, request)).toMatchObject({ refused: 'TICKET_EXISTS' });
  });

  it('have numbers in the order of their opening', async () => {
    const numberOf = async () => Number((await anOpenedTicket()).number.slice(3));
    const first = await numberOf();
    expect(await numberOf()).toBeGreaterThan(first);
  });

  it('leave no number out for a command that is repeated, or refused', async () => {
    const [commandId, ticketId] = [randomUUID(), newId('tkt')];
    const numberOf = async () => Number((await anOpenedTicket()).number.slice(3));
    const first = await numberOf();
    await service.open(carla, { ticketId }, commandId);
    await service.open(carla, { ticketId }, commandId);
    await service.open(carla, {}, commandId);
    await service.open(carla, { ticketId });
    await service.open(otto, {}, commandId);
    await service.open({ ...carla, permissions: [] });
    expect(await numberOf()).toBe(first + 2);
  });

  it('keep their number where the answer of the ledger was lost, and the second try is told of a repeat', async () => {
    const { eventStore } = running;
    const append = eventStore.append.bind(eventStore);
    eventStore.append = async (...of) => {
      await append(...of);
      return append(...of);
    };
    const { number } = await anOpenedTicket();
    eventStore.append = append;
    expect((await anOpenedTicket()).number).toBe(`LD-${Number(number.slice(3)) + 1}`);
  });

  it('name in a conflict what was touched, and by which command it matters', async () => {
    const { ticketId, revision } = await anOpenedTicket();
    await service.change(anna, ticketId, [{ $case: 'take', value: {} }]);
    const refused = await service.change(sofia, ticketId, [{ $case: 'startWork', value: {} }], {
      expectedRevision: revision,
    });
    expect(refused).toMatchObject({
      refused: 'EDIT_CONFLICT',
      path: ['commands', '0'],
      details: { aspect: 'status', expectedRevision: 0, currentRevision: 1 },
    });
  });

  it('tell all faults of an input at once', async () => {
    const refused = await service.open(carla, { subject: '', body: text('') });
    expect(refused).toMatchObject({
      refused: 'INVALID_INPUT',
      details: {
        faults: [
          { path: ['subject'], rule: 'REQUIRED' },
          { path: ['body', 'content'], rule: 'REQUIRED' },
        ],
      },
    });
  });

  it('look to others as if they were not there', async () => {
    const { ticketId } = await anOpenedTicket();
    const theirs = await service.change(otto, ticketId, [{ $case: 'confirm', value: {} }]);
    const nobodys = await service.change(otto, newId('tkt'), [{ $case: 'confirm', value: {} }]);
    expect(theirs).toEqual(nobodys);
    expect(theirs).toMatchObject({ refused: 'TICKET_NOT_FOUND' });
  });

  it('store any text that is text, and refuse any other', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 400 }), async (said) => {
        const answer = await service.open(carla, { subject: said, body: text(said) });
        const fits =
          !lineFault(oneLine(said), { required: true, maxCharacters: 300 }) &&
          !proseFault(manyLines(said), { required: true });
        // A lone surrogate does not survive the way here: protobuf carries UTF-8.
        expect('refused' in answer ? answer.refused : 'accepted').toBe(fits ? 'accepted' : 'INVALID_INPUT');
      }),
      { numRuns: 100 },
    );
  });

  it('hold the longest texts', async () => {
    const { ticketId } = await anOpenedTicket();
    const body = text('🙂'.repeat(10_000));
    const replies = Array.from({ length: 20 }, () => ({ $case: 'reply', value: { messageId: '', body } }) as const);
    expect(await service.change(carla, ticketId, replies)).toMatchObject({ revision: 20 });
    expect(await service.open(carla, { subject: '🙂'.repeat(300), body })).toMatchObject({ revision: 0 });
  });
});
