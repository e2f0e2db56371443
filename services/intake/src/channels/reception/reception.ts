import { normalMail } from '@ledgerdesk/contracts';
import {
  commandIdOf,
  valueName,
  type CommandHandler,
  type CommandIdReused,
  type EventStore,
  type KeyRing,
} from '@ledgerdesk/event-store';
import { newId, type SubmissionId, type TenantId } from '@ledgerdesk/kernel';
import { noteInLog, traceparentAtWork, type Clock } from '@ledgerdesk/platform';
import type { Channel } from '../../domain/channel.ts';
import { receiveSubmission } from '../../domain/receive-submission.ts';
import type { Request } from '../../domain/request.ts';
import type { Submission, SubmissionEvent } from '../../domain/submission.ts';
import { RecentTwin } from './recent-twin.ts';

/** A request at the door. */
export interface Arrival {
  readonly tenant: TenantId;
  readonly channel: Channel;
  readonly language: string;
  readonly request: Request;
  readonly once: Once;
}

/** By what a repeated post is known to be the same. */
export type Once =
  /** The page's one-time token: the same page sent twice is one submission; with another text it is another one. */
  | { readonly by: 'page'; readonly token: string }
  /** The sender's own key, which from another address is another one: with another text it is refused. */
  | { readonly by: 'key'; readonly key: string }
  /** Nothing but what it says: the same from the same address within some minutes. */
  | { readonly by: 'content' };

export type Received =
  | { readonly accepted: true; readonly submissionId: SubmissionId }
  | { readonly accepted: false; readonly refusal: CommandIdReused };

export interface ReceptionNeeds {
  readonly submissions: CommandHandler<Submission, SubmissionEvent>;
  readonly eventStore: EventStore;
  readonly keyRing: KeyRing;
  readonly clock: Clock;
}

/** Takes requests in, each once however often it is posted. */
export class Reception {
  private readonly twin: RecentTwin;

  constructor(private readonly needs: ReceptionNeeds) {
    this.twin = new RecentTwin(needs.eventStore);
  }

  /** @throws UnavailableError, BusyError: sending it again is safe */
  async receive(arrival: Arrival): Promise<Received> {
    const { tenant, once, request } = arrival;
    noteInLog({ tenant });
    const { name, mail, subject, body } = request;
    const namingKey = await this.needs.keyRing.namingKey(tenant);
    const address = normalMail(mail) ?? mail;
    const said = JSON.stringify([address, name, subject, body]);
    const content = valueName(namingKey, { kind: 'submission', value: said });
    switch (once.by) {
      case 'page':
        return this.take(arrival, commandIdOf(once.token, `form/${content}`), content);
      case 'key': {
        const value = JSON.stringify([address, once.key]);
        const key = valueName(namingKey, { kind: 'idempotency key', value });
        return this.take(arrival, commandIdOf(key, 'idempotency-key'), content);
      }
      case 'content': {
        const found = await this.twin.find(tenant, content, this.needs.clock.now());
        if (found.recent) return { accepted: true, submissionId: found.recent };
        return this.take(arrival, found.commandId, content);
      }
    }
  }

  private async take(arrival: Arrival, commandId: string, content: string): Promise<Received> {
    const { tenant, channel, language, request } = arrival;
    const submissionId = newId('sub');
    const traceparent = traceparentAtWork();
    const handled = await this.needs.submissions.handle(
      submissionId,
      {
        tenant,
        commandId,
        derived: false,
        correlationId: commandId,
        actor: { kind: 'anonymous', id: 'anonymous', via: channel },
        origin: 'live',
        occurredAt: this.needs.clock.now(),
        ...(traceparent !== undefined && { traceparent }),
        body: { content },
      },
      (submission) => receiveSubmission({ submissionId, channel, language, request }, submission),
    );
    return handled.accepted ? { accepted: true, submissionId: handled.id as SubmissionId } : handled;
  }
}
