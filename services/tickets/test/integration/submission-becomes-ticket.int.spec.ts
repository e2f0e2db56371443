import { createCommandHandler } from '@ledgerdesk/event-store';
import { newId, type SubmissionId } from '@ledgerdesk/kernel';
import { ticketCategory } from '../../src/ledger/ticket-category.ts';
import { ticketIdOf } from '../../src/reactions/open-ticket-on-submission-received.ts';
import { Dying, type Step } from '../support/dying.ts';
import { Installation, type RunningService } from '../support/installation.ts';
import { asked, TENANT } from '../support/submissions.ts';

const steps: readonly (readonly [string, Step])[] = [
  ['before access was asked', { of: 'access', when: 'before' }],
  ['after access had answered', { of: 'access', when: 'after' }],
  ['before a number was taken', { of: 'database', when: 'before', saying: 'take ticket numbers' }],
  ['after a number was taken', { of: 'database', when: 'after', saying: 'take ticket numbers' }],
  ['before the ticket was stored', { of: 'ledger', when: 'before' }],
  ['after the ticket was stored', { of: 'ledger', when: 'after' }],
  ['before its checkpoint was stored', { of: 'database', when: 'before', saying: 'UPDATE consumer_checkpoint' }],
  ['after its checkpoint was stored', { of: 'database', when: 'after', saying: 'UPDATE consumer_checkpoint' }],
];

describe('A submission', () => {
  let installation: Installation;
  let service: RunningService | undefined;
  beforeAll(async () => void (installation = await Installation.make()));
  afterAll(() => installation.remove());
  afterEach(async () => {
    await service?.stop();
    service = undefined;
  });

  const eventsFor = (submissionId: SubmissionId) =>
    createCommandHandler(ticketCategory, installation).eventsAfter(TENANT, ticketIdOf(submissionId), -1);
  const aSubmission = (said: Partial<typeof asked> = {}) =>
    installation.neighbours.submit(TENANT, { ...asked, mail: `${newId('psn')}@example.org`, ...said });

  it('becomes a ticket of the person who wrote it', async () => {
    service = await installation.start();
    const mail = 'carla@example.org';
    const submissionId = await aSubmission({ mail });
    await service.reacted();
    expect(await eventsFor(submissionId)).toMatchObject([
      { type: 'TicketOpened', submissionId, requesterId: installation.neighbours.owners.get(mail) },
    ]);
  });

  it.each(steps)('becomes exactly one ticket though the process died %s', async (_, step) => {
    // It has a checkpoint to move on from.
    service = await installation.start();
    await aSubmission();
    await service.reacted();
    await service.stop();

    const dying = new Dying(step);
    const registered = installation.neighbours.owners.size;
    service = await installation.start((runtime) => dying.of(runtime));
    const submissionId = await aSubmission();
    await dying.death;
    await service.stop();

    service = await installation.start();
    await service.reacted();
    expect((await eventsFor(submissionId)).map(({ type }) => type)).toEqual(['TicketOpened']);
    expect(installation.neighbours.owners.size).toBe(registered + 1);
  });

  it('of which no ticket comes is answered once, whatever is started anew', async () => {
    const submissionId = await aSubmission({ subject: ' ' });
    for (let start = 0; start < 2; start += 1) {
      service = await installation.start();
      await service.reacted();
      await service.stop();
    }
    service = undefined;
    expect(await eventsFor(submissionId)).toEqual([{ type: 'SubmissionRefused', submissionId, code: 'INVALID_INPUT' }]);
  });

  it('keeps nobody waiting that came with it: hundreds at once become a ticket each, with numbers of their own', async () => {
    service = await installation.start();
    const ids = await Promise.all(Array.from({ length: 300 }, () => aSubmission()));
    await service.reacted();
    const opened = (await Promise.all(ids.map(eventsFor))).flat();
    expect(opened.map(({ type }) => type)).toEqual(ids.map(() => 'TicketOpened'));
    expect(new Set(opened.map((event) => 'number' in event && event.number)).size).toBe(ids.length);
  });
});
