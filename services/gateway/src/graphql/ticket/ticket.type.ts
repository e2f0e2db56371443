import type { Instant } from '@ledgerdesk/kernel';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { mayOn } from '../../identity/visibility-of.ts';
import type { BoardTicket } from '../../views/ticket-board/ticket-board.query.ts';
import { personIn, Person } from '../person/person.type.ts';
import type { RequestScope } from '../request/request-scope.ts';
import { DateTime } from '../scalars/date-time.scalar.ts';
import { Team } from '../team/team.type.ts';
import type { EarlyTimeline } from '../timeline/read-timeline.ts';
import { withheld, Withheld } from '../withheld.type.ts';
import { priorityLabel, stateLabel } from './labels.ts';
import { Priority } from './priority.type.ts';
import { TicketState } from './ticket-state.type.ts';

@ObjectType()
export class Ticket {
  constructor(
    private readonly row: BoardTicket,
    private readonly scope: RequestScope,
    /** A page of its timeline, where it was read together with the ticket. */
    readonly early?: EarlyTimeline,
  ) {}

  @Field(() => ID)
  get id(): BoardTicket['id'] {
    return this.row.id;
  }

  @Field(() => String, { description: 'What people call it by: `LD-12345`.' })
  get number(): string {
    return this.row.number;
  }

  @Field(() => String, { nullable: true })
  get subject(): string | null {
    return this.row.subject;
  }

  @Field(() => TicketState)
  get state(): TicketState {
    const { stateKey: key, stateKind: kind } = this.row;
    return { key, kind, label: stateLabel(key, this.scope.language) };
  }

  @Field(() => Priority)
  get priority(): Priority {
    const { priority: key } = this.row;
    return { key, label: priorityLabel(key, this.scope.language) };
  }

  @Field(() => Person, { nullable: true, description: 'Who asked.' })
  get requester(): Promise<Person | null> {
    return personIn(this.scope, this.row.requesterId);
  }

  @Field(() => Person, { nullable: true, description: 'The agent who has it.' })
  get assignee(): Promise<Person | null> {
    return personIn(this.scope, this.row.assigneeId);
  }

  @Field(() => Team, { nullable: true, description: 'The team that has it.' })
  get team(): Promise<Team | null> | null {
    return this.row.teamId === null ? null : this.scope.team(this.row.teamId);
  }

  @Field(() => String, { description: 'How it came in: `form`, `api`, `graphql`; others follow.' })
  get channel(): string {
    return this.row.channel;
  }

  @Field(() => DateTime)
  get openedAt(): Instant {
    return this.row.openedAt;
  }

  @Field(() => DateTime, {
    description: "When the last of its events happened; for whoever may not read the desk's notes, notes aside.",
  })
  get changedAt(): Instant {
    return this.notes ? this.row.changedAt : this.row.publiclyChangedAt;
  }

  @Field(() => DateTime, { nullable: true })
  get resolvedAt(): Instant | null {
    return this.row.resolvedAt;
  }

  @Field(() => DateTime, { nullable: true })
  get closedAt(): Instant | null {
    return this.row.closedAt;
  }

  @Field(() => Int, {
    description:
      'How many events there are after the first, those that are not yours to see among them: to be given back as `expectedRevision`.',
  })
  get revision(): number {
    return this.row.revision;
  }

  @Field(() => [Withheld])
  get withheld(): readonly Withheld[] {
    return withheld(['subject'], this.row.subject === null && 'ERASED');
  }

  /** Whether the caller may read what the desk notes for itself. */
  get notes(): boolean {
    return mayOn(this.scope.viewer, 'read-notes', this.row);
  }
}
