import fc from 'fast-check';
import { instantOf, type MessageId } from '@ledgerdesk/kernel';
import { ANNA, anna, BILLING, BORIS, boris, carla, desk, NETWORK, otto, sofia } from '../../test/support/people.ts';
import { opened } from '../../test/support/tickets.ts';
import { changeTicket } from './change-ticket.ts';
import { defaultLifecycle } from './default-lifecycle.ts';
import type { TicketEvent } from './events.ts';
import { stateKinds } from './lifecycle.ts';
import type { Messages } from './messages.ts';
import { ticketAggregate, type OpenedTicket, type Ticket } from './ticket.ts';
import type { TicketCommand } from './ticket-command.ts';

const callers = fc.constantFrom(carla, otto, anna, boris, sofia);
const teams = fc.constantFrom(NETWORK, BILLING, null);
const agents = fc.constantFrom(ANNA, BORIS, null);
const messages = fc.integer({ min: 0, max: 40 }).map((n): MessageId => `msg_${n}`);
const body = { format: 'text', content: 'x' } as const;

const wish = fc.oneof(
  fc.record({ type: fc.constant('assign' as const), teamId: teams, agentId: agents, desk: fc.constant(desk) }),
  fc.constant({ type: 'take' as const }),
  fc.record({
    type: fc.constant('reply' as const),
    messageId: messages,
    body: fc.constant(body),
    channel: fc.constant('graphql'),
  }),
  fc.record({ type: fc.constant('note' as const), messageId: messages, body: fc.constant(body) }),
  fc.constant({ type: 'start work' as const }),
  fc.constant({ type: 'wait for customer' as const }),
  fc.constant({ type: 'hold' as const, reason: 'x' }),
  fc.constant({ type: 'resolve' as const, resolution: 'x' }),
  fc.constant({ type: 'confirm' as const }),
  fc.constant({ type: 'reopen' as const, reason: 'x' }),
  fc.constant({ type: 'close' as const }),
);

interface Act {
  readonly commands: readonly [TicketCommand, ...TicketCommand[]];
  readonly behind: number | null;
}

/** One person's act: some commands at some time, having seen the ticket as it was some revisions ago. */
const act: fc.Arbitrary<Act> = fc
  .record({
    caller: callers,
    day: fc.integer({ min: 0, max: 40 }),
    wishes: fc.array(wish, { minLength: 1, maxLength: 4 }),
    behind: fc.option(fc.integer({ min: 0, max: 5 }), { nil: null }),
  })
  .map(({ caller, day, wishes, behind }) => {
    const circumstances = { by: caller, at: instantOf(day * 86_400_000), lifecycle: defaultLifecycle };
    return { behind, commands: wishes.map((each) => ({ ...circumstances, ...each })) as unknown as Act['commands'] };
  });

interface Step {
  readonly before: OpenedTicket;
  readonly act: Act;
  readonly revision: number;
  readonly events: readonly TicketEvent[];
  readonly after: OpenedTicket;
}

const START = ticketAggregate.evolve(ticketAggregate.initial, opened, {
  occurredAt: instantOf(0),
  revision: 0,
}) as OpenedTicket;

/** What random people make of a ticket. */
function history(acts: readonly Act[]): readonly Step[] {
  let before = START;
  let revision = 0;
  return acts.map((each) => {
    const expectedRevision = each.behind === null ? null : Math.max(0, revision - each.behind);
    const outcome = changeTicket({ commands: each.commands, expectedRevision }, before, revision);
    const events = outcome.accepted ? outcome.events : [];
    const at = each.commands[0].at;
    const after = fold(before, events, at, revision) as OpenedTicket;
    const step = { before, act: each, revision, events, after };
    revision += events.length;
    before = after;
    return step;
  });
}

const fold = (
  from: Ticket,
  events: readonly TicketEvent[],
  occurredAt: TicketCommand['at'],
  revision: number,
): Ticket =>
  events.reduce(
    (ticket, event, index) => ticketAggregate.evolve(ticket, event, { occurredAt, revision: revision + index + 1 }),
    from,
  );

const always = (holds: (step: Step) => void) =>
  fc.assert(
    fc.property(fc.array(act, { maxLength: 30 }), (acts) => history(acts).forEach(holds)),
    { numRuns: 300 },
  );

describe('Whatever people do to a ticket', () => {
  it('its kind is that of its state, and the lifecycle knows it', () => {
    always(({ after }) => {
      expect(stateKinds).toContain(after.kind);
      expect(after.state.kind).toBe(after.kind);
      expect(defaultLifecycle.states).toContainEqual(
        expect.objectContaining({ key: after.state.key, kind: after.kind }),
      );
    });
  });

  it('its state moves only where the lifecycle leads', () => {
    always(({ before, events, revision, act: { commands } }) => {
      let ticket: OpenedTicket = before;
      for (const [index, event] of events.entries()) {
        const next = fold(ticket, [event], commands[0].at, revision + index) as OpenedTicket;
        const move = { from: ticket.state.key, to: next.state.key };
        if (move.from !== move.to) expect(defaultLifecycle.transitions).toContainEqual(move);
        ticket = next;
      }
    });
  });

  it('the last touch of an aspect never goes back, and never lies beyond the last event', () => {
    always(({ before, after, revision, events }) => {
      for (const aspect of Object.keys(after.lastTouched) as (keyof typeof after.lastTouched)[]) {
        expect(after.lastTouched[aspect]).toBeGreaterThanOrEqual(before.lastTouched[aspect]);
        expect(after.lastTouched[aspect]).toBeLessThanOrEqual(revision + events.length);
      }
    });
  });

  it('a closed ticket takes nothing unless it is reopened first', () => {
    always(({ before, events }) => {
      if (before.kind === 'closed' && events.length > 0) expect(events[0]!.type).toBe('TicketReopened');
    });
  });

  it('it keeps number and requester, and an agent only in the team that has it', () => {
    always(({ after }) => {
      expect(after).toMatchObject({ number: START.number, requesterId: START.requesterId });
      if (after.teamId !== null && after.agentId !== null)
        expect(desk.persons.get(after.agentId)).toContain(after.teamId);
    });
  });

  it('each of its messages has an id of its own', () => {
    always(({ after }) => {
      const ids: MessageId[] = [];
      for (let message: Messages | null = after.messages; message; message = message.earlier) ids.push(message.id);
      expect(new Set(ids).size).toBe(ids.length);
    });
  });

  it('a stranger changes nothing', () => {
    always(({ act: { commands }, events }) => {
      if (commands[0].by === otto) expect(events).toEqual([]);
    });
  });
});
