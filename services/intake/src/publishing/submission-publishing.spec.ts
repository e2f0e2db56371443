import { intake } from '@ledgerdesk/contracts';
import { createCommandHandler, InMemoryEventStore, InMemoryKeyRing, openValues } from '@ledgerdesk/event-store';
import { newId, type TenantId } from '@ledgerdesk/kernel';
import { assertSameBytes, publishCategory } from '@ledgerdesk/messaging';
import { SOME_TIME } from '@ledgerdesk/testing';
import { randomUUID } from 'node:crypto';
import { receiveSubmission } from '../domain/receive-submission.ts';
import { checkedRequest, type Request } from '../domain/request.ts';
import { submissionCategory } from '../ledger/submission-category.ts';
import { submissionPublishing } from './submission-publishing.ts';

const TENANT: TenantId = 'tnt_01h455vb4pex5vsknk084sn02t';
const asked = { name: 'Carla', mail: 'carla@example.org', subject: 'No network', body: 'Since this morning.' };

describe('What the world hears of a submission', () => {
  const eventStore = new InMemoryEventStore();
  const keyRing = new InMemoryKeyRing();
  const submissionId = newId('sub');
  const { toMessage } = publishCategory('submission', submissionCategory, submissionPublishing);

  beforeAll(async () => {
    const context = {
      tenant: TENANT,
      commandId: randomUUID(),
      derived: false,
      correlationId: 'a-correlation',
      actor: { kind: 'anonymous', id: 'anonymous', via: 'form' },
      origin: 'live',
      occurredAt: SOME_TIME,
      body: null,
    } as const;
    const command = {
      submissionId,
      channel: 'form',
      language: 'en',
      request: checkedRequest(asked) as Request,
    } as const;
    await createCommandHandler(submissionCategory, { eventStore, keyRing }).handle(
      submissionId,
      context,
      (submission) => receiveSubmission(command, submission),
    );
  });

  const heard = async () => {
    const [recorded] = (await eventStore.readAll('everything', 'start', 1)).events;
    const { message } = toMessage(recorded!);
    if (message?.$case !== 'submissionReceived') throw new Error(`Not received: ${message?.$case}`);
    return { recorded: recorded!, value: message.value };
  };

  it('is how it came and in which language, and exactly what its bytes say', async () => {
    const { recorded, value } = await heard();
    expect(value).toMatchObject({ channel: 'form', language: 'en' });
    assertSameBytes('submission', toMessage(recorded));
  });

  it('holds what was said sealed, for whoever has the key', async () => {
    const { recorded, value } = await heard();
    const { eventId, schemaVersion } = recorded;
    const [plain] = await openValues(keyRing, TENANT, [{ eventId, schemaVersion, sealed: value.sealed! }]);
    expect(intake.SubmissionReceivedPersonal.decode(plain as Uint8Array)).toEqual({ ...asked, bodyFormat: 'text' });
  });
});
