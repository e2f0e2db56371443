import type { Instant } from '@ledgerdesk/kernel';
import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { TimelineEntry as EntryRow } from '../../views/ticket-timeline/ticket-timeline.query.ts';
import { personIn, Person } from '../person/person.type.ts';
import type { RequestScope } from '../request/request-scope.ts';
import { DateTime } from '../scalars/date-time.scalar.ts';
import { Team } from '../team/team.type.ts';
import { BodyFormat } from '../ticket-command/body.input.ts';
import { stateLabel } from '../ticket/labels.ts';
import { TicketState } from '../ticket/ticket-state.type.ts';
import { withheld, Withheld } from '../withheld.type.ts';
import { Actor } from './actor.type.ts';

const TimelineKind = {
  TICKET_OPENED: 'TicketOpened',
  TICKET_ASSIGNED: 'TicketAssigned',
  TICKET_TAKEN: 'TicketTaken',
  REPLY_POSTED: 'ReplyPosted',
  NOTE_ADDED: 'NoteAdded',
  TICKET_STARTED: 'TicketStarted',
  TICKET_PENDED: 'TicketPended',
  TICKET_HELD: 'TicketHeld',
  TICKET_RESUMED: 'TicketResumed',
  TICKET_RESOLVED: 'TicketResolved',
  RESOLUTION_CONFIRMED: 'ResolutionConfirmed',
  TICKET_REOPENED: 'TicketReopened',
  TICKET_CLOSED: 'TicketClosed',
} as const satisfies Record<string, EntryRow['kind']>;

registerEnumType(TimelineKind, { name: 'TimelineKind', description: 'What can have happened to a ticket.' });

const Direction = { INBOUND: 'inbound', OUTBOUND: 'outbound' } as const;

registerEnumType(Direction, {
  name: 'Direction',
  valuesMap: {
    INBOUND: { description: "From the requester's side." },
    OUTBOUND: { description: 'From the desk.' },
  },
});

@ObjectType({ description: 'Something that happened to a ticket. What an event of its kind does not say is null.' })
export class TimelineEntry {
  constructor(
    private readonly row: EntryRow,
    private readonly scope: RequestScope,
    /** Whether notes are kept from the reader. */
    private readonly withoutNotes: boolean,
  ) {}

  @Field(() => ID)
  get id(): string {
    return this.row.id;
  }

  @Field(() => Int, {
    nullable: true,
    description:
      "The revision to which it brought the ticket. Null for whoever may not read the desk's notes: places would show where " +
      'one is left out. That there are such events is no secret, since the revision of the ticket counts them.',
  })
  get sequence(): number | null {
    return this.withoutNotes ? null : this.row.sequence;
  }

  /** Where it stands, for cursors, which tell nobody. */
  get place(): number {
    return this.row.sequence;
  }

  @Field(() => TimelineKind)
  get kind(): EntryRow['kind'] {
    return this.row.kind;
  }

  @Field(() => DateTime)
  get occurredAt(): Instant {
    return this.row.occurredAt;
  }

  @Field(() => Actor, { description: 'Who did it.' })
  get actor(): Actor {
    return new Actor(this.row, this.scope);
  }

  @Field(() => ID, {
    nullable: true,
    description:
      'The event that caused it, where nobody did it by hand: of another service, or the entry of this timeline from which it ' +
      "followed in the same act, as reopening does from the requester's reply. Null also where that cannot be told apart from a step of its own.",
  })
  get cause(): string | null {
    return this.row.causationId;
  }

  @Field(() => String, { nullable: true, description: 'What was written: a message, a reason, a resolution.' })
  get text(): string | null {
    // Empty: it was read, and nothing had been written. What was erased is null, and `withheld`.
    return this.row.text || null;
  }

  @Field(() => BodyFormat, { nullable: true })
  get format(): EntryRow['format'] {
    return this.row.format;
  }

  @Field(() => ID, { nullable: true })
  get messageId(): string | null {
    return this.row.messageId;
  }

  @Field(() => Person, { nullable: true, description: 'Who wrote the message.' })
  get author(): Promise<Person | null> {
    return personIn(this.scope, this.row.authorId);
  }

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether it is known that the author wrote the message, or that the desk wrote it down for the author. False where ' +
      'it came in under a mail address that nobody has checked: the author owns the address, and may not have written it.',
  })
  get authorVerified(): boolean | null {
    return this.row.authorVerified;
  }

  @Field(() => Direction, { nullable: true })
  get direction(): EntryRow['direction'] {
    return this.row.direction;
  }

  @Field(() => String, { nullable: true, description: 'How the message came in.' })
  get channel(): string | null {
    return this.row.channel;
  }

  @Field(() => TicketState, { nullable: true, description: 'Where it led the ticket.' })
  get state(): TicketState | null {
    const { stateKey: key, stateKind } = this.row;
    if (key === null || stateKind === null) return null;
    return { key, kind: stateKind as TicketState['kind'], label: stateLabel(key, this.scope.language) };
  }

  @Field(() => Team, { nullable: true, description: 'The team that has it since.' })
  get team(): Promise<Team | null> | null {
    return this.row.teamId === null ? null : this.scope.team(this.row.teamId);
  }

  @Field(() => Person, { nullable: true, description: 'The agent who has it since.' })
  get agent(): Promise<Person | null> {
    return personIn(this.scope, this.row.agentId);
  }

  @Field(() => [Withheld])
  get withheld(): readonly Withheld[] {
    return [
      ...withheld(['sequence'], this.withoutNotes && 'NOT_PERMITTED'),
      ...withheld(['text'], this.row.erased && 'ERASED'),
    ];
  }
}
