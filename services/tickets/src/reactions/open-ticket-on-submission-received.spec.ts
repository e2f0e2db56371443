import { tickets } from '@ledgerdesk/contracts';
import {
  createCommandHandler,
  InMemoryEventStore,
  InMemoryKeyRing,
  openValues,
  sealedOf,
  UnavailableError,
} from '@ledgerdesk/event-store';
import type { TenantId } from '@ledgerdesk/kernel';
import { SOME_TIME } from '@ledgerdesk/testing';
import { CARLA } from '../../test/support/people.ts';
import { all, asked, aSubmission, SUBMISSION, TENANT } from '../../test/support/submissions.ts';
import { defaultLifecycle } from '../domain/default-lifecycle.ts';
import { ticketCategory } from '../ledger/ticket-category.ts';
import type { Identified, Writer } from '../ports/requesters.ts';
import { OpenTicketOnSubmissionReceived, ticketIdOf } from './open-ticket-on-submission-received.ts';

const TICKET = ticketIdOf(SUBMISSION);

class Desk {
  readonly keyRing = new InMemoryKeyRing();
  readonly eventStore = new InMemoryEventStore();
  readonly tickets = createCommandHandler(ticketCategory, this);
  readonly writers: Writer[] = [];
  numbers = 0;
  readonly givenBack: string[] = [];
  answer: () => Promise<Identified> = () => Promise.resolve({ known: true, personId: CARLA });

  readonly reaction = new OpenTicketOnSubmissionReceived({
    tickets: this.tickets,
    numbers: {
      next: (_tenant: TenantId) => Promise.resolve(`LD-${(this.numbers += 1)}`),
      giveBack: (_tenant: TenantId, number: string) => Promise.resolve(void this.givenBack.push(number)),
    },
    requesters: {
      identify: (writer) => {
        this.writers.push(writer);
        return this.answer();
      },
    },
    lifecycles: { of: () => defaultLifecycle },
    keyRing: this.keyRing,
    clock: { now: () => SOME_TIME },
  });

  events() {
    return this.tickets.eventsAfter(TENANT, TICKET, -1);
  }

  async recorded() {
    return all(this.eventStore.readStream({ category: 'ticket', tenant: TENANT, id: TICKET }));
  }
}

describe('When a submission is received', () => {
  let desk: Desk;
  beforeEach(() => void (desk = new Desk()));

  it('a ticket is opened for the person who wrote it, with what was written', async () => {
    await desk.reaction.handle(await aSubmission(desk));

    const [opened] = await desk.events();
    expect(opened).toMatchObject({
      type: 'TicketOpened',
      number: 'LD-1',
      requesterId: CARLA,
      submissionId: SUBMISSION,
      channel: 'form',
      personal: { subject: CARLA },
    });
    expect(desk.writers).toMatchObject([{ mail: asked.mail, name: asked.name, submissionId: SUBMISSION }]);
    const [stored] = await desk.recorded();
    if (opened?.type !== 'TicketOpened' || !stored) throw new Error('No ticket');
    const { eventId, schemaVersion } = stored;
    const value = { eventId, schemaVersion, sealed: sealedOf(opened.personal) };
    const [plain] = await openValues(desk.keyRing, TENANT, [value]);
    expect(tickets.TicketOpenedPersonal.decode(plain as Uint8Array)).toEqual({
      subject: 'No network',
      body: { format: 'text', content: 'Since this morning.' },
    });
  });

  it('nobody says that this person wrote it: the owner of an address that an anonymous writer named', async () => {
    await desk.reaction.handle(await aSubmission(desk));
    expect(await desk.events()).toMatchObject([{ requesterId: CARLA, authorVerified: false }]);
  });

  it('that person wrote it where the submission’s own actor is known', async () => {
    const actor = { kind: 'integration', id: 'int_shop', via: 'api' } as const;
    await desk.reaction.handle({ ...(await aSubmission(desk)), actor });
    expect(await desk.events()).toMatchObject([{ requesterId: CARLA, authorVerified: true }]);
  });

  it('the service acts for whoever sent it, because of the submission', async () => {
    const submission = await aSubmission(desk);
    await desk.reaction.handle(submission);

    const [stored] = await desk.recorded();
    expect(stored?.metadata).toMatchObject({
      actor: { kind: 'service', id: 'service:tickets', onBehalfOf: 'anonymous', via: 'reaction' },
      causationId: submission.id,
      correlationId: submission.correlationId,
    });
  });

  it('the same again opens no second ticket, takes no number and asks nobody', async () => {
    const submission = await aSubmission(desk);
    await desk.reaction.handle(submission);
    await desk.reaction.handle(submission);

    expect(await desk.events()).toHaveLength(1);
    expect(desk.numbers).toBe(1);
    expect(desk.writers).toHaveLength(1);
  });

  it('the same twice at once opens one ticket', async () => {
    const submission = await aSubmission(desk);
    await Promise.all([desk.reaction.handle(submission), desk.reaction.handle(submission)]);

    expect(await desk.events()).toMatchObject([{ number: 'LD-1' }]);
    expect(desk.givenBack).toEqual(['LD-2']);
  });

  it('the number stays with its ticket, though the ledger’s answer was lost and the second try is told of a repeat', async () => {
    const append = desk.eventStore.append.bind(desk.eventStore);
    desk.eventStore.append = async (...of) => {
      await append(...of);
      return append(...of);
    };
    await desk.reaction.handle(await aSubmission(desk));

    expect(await desk.events()).toMatchObject([{ number: 'LD-1' }]);
    expect(desk.givenBack).toEqual([]);
  });

  it('no ticket is opened where its writer was forgotten', async () => {
    const submission = await aSubmission(desk);
    await desk.keyRing.erase(TENANT, SUBMISSION);
    await desk.reaction.handle(submission);

    expect(await desk.events()).toEqual([]);
    expect(desk.writers).toEqual([]);
  });

  it('it is tried again where nobody can say who wrote it', async () => {
    const submission = await aSubmission(desk);
    const { answer } = desk;
    desk.answer = () => Promise.reject(new UnavailableError('access is away'));
    await expect(desk.reaction.handle(submission)).rejects.toThrow('access is away');
    expect(await desk.events()).toEqual([]);

    desk.answer = answer;
    await desk.reaction.handle(submission);
    expect(await desk.events()).toHaveLength(1);
  });

  it('a refusal is kept, and is the answer from then on', async () => {
    const submission = await aSubmission(desk);
    const { answer } = desk;
    desk.answer = () => Promise.resolve({ known: false, code: 'INVALID_INPUT' });
    await desk.reaction.handle(submission);
    expect(await desk.events()).toEqual([
      { type: 'SubmissionRefused', submissionId: SUBMISSION, code: 'INVALID_INPUT' },
    ]);

    desk.answer = answer;
    await desk.reaction.handle(submission);
    expect(await desk.events()).toHaveLength(1);
    expect(desk.writers).toHaveLength(1);
  });

  it.each([
    { subject: ' ' },
    { subject: 'x'.repeat(301) },
    { subject: '\u200b' },
    { subject: '\u001b' },
    { body: '' },
    { body: '\u0007' },
    { body: 'x'.repeat(40_001) },
  ])('a text that no ticket can hold is refused', async (said) => {
    await desk.reaction.handle(await aSubmission(desk, said));
    expect(await desk.events()).toMatchObject([{ type: 'SubmissionRefused', code: 'INVALID_INPUT' }]);
    expect(desk.numbers).toBe(0);
  });

  it('an imported one opens nothing', async () => {
    await desk.reaction.handle({ ...(await aSubmission(desk)), origin: 'import' });
    expect(await desk.events()).toEqual([]);
  });
});
