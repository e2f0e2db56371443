import type { Instant } from '@ledgerdesk/kernel';
import { EntitySchema } from 'typeorm';

/** One ticket as it stands now. */
export interface TicketBoardRow {
  readonly tenantId: string;
  readonly id: string;
  readonly number: string;
  /** Null where the requester was erased. */
  readonly subject: string | null;
  readonly requesterId: string;
  readonly channel: string;
  /** Empty where no submission led to it. */
  readonly submissionId: string;
  readonly firstMessageId: string;
  readonly priority: string;
  readonly stateKey: string;
  readonly stateKind: string;
  readonly lifecycleVersion: number;
  /** Empty where it is with no team: lists find what is nobody's as they find what is somebody's. */
  readonly teamId: string;
  /** Empty where it is with nobody. */
  readonly assigneeId: string;
  readonly openedAt: Instant;
  /** When its last event happened. */
  readonly changedAt: Instant;
  /** When the last of its events happened that everybody sees who sees the ticket. */
  readonly publiclyChangedAt: Instant;
  /** Null unless it is resolved, or was when it was closed. */
  readonly resolvedAt: Instant | null;
  readonly closedAt: Instant | null;
}

/**
 * Its lists are read newest first by (openedAt, id). Each index lets them begin at one value of what they are narrowed to
 * and one kind of state, so that a page costs as much among a million tickets as among a hundred.
 */
export const ticketBoardTable = (): EntitySchema<TicketBoardRow> =>
  new EntitySchema<TicketBoardRow>({
    name: 'ticket-board',
    columns: {
      tenantId: { type: 'text', primary: true },
      id: { type: 'text', primary: true },
      number: { type: 'text' },
      subject: { type: 'text' },
      requesterId: { type: 'text' },
      channel: { type: 'text' },
      submissionId: { type: 'text' },
      firstMessageId: { type: 'text' },
      priority: { type: 'text' },
      stateKey: { type: 'text' },
      stateKind: { type: 'text' },
      lifecycleVersion: { type: 'integer' },
      teamId: { type: 'text' },
      assigneeId: { type: 'text' },
      openedAt: { type: 'timestamptz' },
      changedAt: { type: 'timestamptz' },
      publiclyChangedAt: { type: 'timestamptz' },
      resolvedAt: { type: 'timestamptz' },
      closedAt: { type: 'timestamptz' },
    },
    indices: [
      { name: 'by_number', columns: ['tenantId', 'number'] },
      { name: 'by_kind', columns: ['tenantId', 'stateKind', 'openedAt', 'id'] },
      { name: 'by_team', columns: ['tenantId', 'teamId', 'stateKind', 'openedAt', 'id'] },
      { name: 'by_assignee', columns: ['tenantId', 'assigneeId', 'stateKind', 'openedAt', 'id'] },
      { name: 'by_requester', columns: ['tenantId', 'requesterId', 'stateKind', 'openedAt', 'id'] },
    ],
  });
