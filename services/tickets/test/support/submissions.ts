import { intake } from '@ledgerdesk/contracts';
import {
  commandIdOf,
  createCommandHandler,
  firstVersion,
  sealedOf,
  type EventCategory,
  type EventStore,
  type KeyRing,
} from '@ledgerdesk/event-store';
import { accept, personal, type Personal, type SubmissionId, type TenantId } from '@ledgerdesk/kernel';
import type { HeardEvent } from '@ledgerdesk/messaging';
import { SOME_TIME } from '@ledgerdesk/testing';

export const TENANT: TenantId = 'tnt_01h455vb4pex5vsknk084sn02t';
export const SUBMISSION: SubmissionId = 'sub_01h455vb4pex5vsknk084sn02q';

export const asked: intake.SubmissionReceivedPersonal = {
  name: 'Carla',
  mail: 'carla@example.org',
  subject: 'No network',
  bodyFormat: 'text',
  body: 'Since this morning.',
};

interface SubmissionReceived {
  readonly type: 'SubmissionReceived';
  readonly personal: Personal<intake.SubmissionReceivedPersonal>;
}

const category: EventCategory<null, SubmissionReceived> = {
  name: 'submission',
  aggregate: { initial: null, evolve: () => null },
  versions: { SubmissionReceived: firstVersion },
  personal: { SubmissionReceived: intake.SubmissionReceivedPersonal },
};

/** A submission as intake stores it, and as it comes on the feed. */
export async function aSubmission(
  { eventStore, keyRing }: { readonly eventStore: EventStore; readonly keyRing: KeyRing },
  said: Partial<intake.SubmissionReceivedPersonal> = {},
): Promise<HeardEvent<'submission', 'submissionReceived'>> {
  const submissions = createCommandHandler(category, { eventStore, keyRing });
  await submissions.handle(
    SUBMISSION,
    {
      tenant: TENANT,
      commandId: commandIdOf(SUBMISSION, 'receive'),
      derived: false,
      correlationId: 'a-correlation',
      actor: { kind: 'anonymous', id: 'anonymous', via: 'form' },
      origin: 'live',
      occurredAt: SOME_TIME,
      body: null,
    },
    () => accept({ type: 'SubmissionReceived', personal: personal(SUBMISSION, { ...asked, ...said }) }),
  );
  const [event] = await submissions.eventsAfter(TENANT, SUBMISSION, -1);
  const [recorded] = await all(eventStore.readStream({ category: 'submission', tenant: TENANT, id: SUBMISSION }));
  if (!event || !recorded) throw new Error('The submission was not stored');
  const value = { channel: 'form', language: 'en', sealed: sealedOf(event.personal) };
  return {
    topic: 'submission',
    id: recorded.eventId,
    type: 'ledgerdesk.intake.v1.SubmissionReceived',
    subject: SUBMISSION,
    time: SOME_TIME,
    tenant: TENANT,
    sequence: 0,
    epoch: 'an-epoch',
    correlationId: 'a-correlation',
    actor: recorded.metadata.actor,
    origin: 'live',
    schemaVersion: recorded.schemaVersion,
    message: { message: { $case: 'submissionReceived', value } },
  };
}

/** All that an iterable gives. */
export async function all<T>(iterable: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const each of iterable) found.push(each);
  return found;
}
