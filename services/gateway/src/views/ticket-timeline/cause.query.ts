/**
 * The event because of which an entry `e` happened. What a reaction did says it itself. What followed from another event of
 * the same act stands right behind it, at the same time and by the same hand; told are the two cases in which that other
 * event leaves no doubt: a requester's reply, which resumes or reopens the ticket, and a confirmation, which closes it. An
 * agent's reply may be followed by a step that was a command of its own in the same act.
 */
export const causeSql = `COALESCE(
    CASE WHEN e.kind IN ('TicketResumed', 'TicketReopened', 'TicketClosed') THEN (
      SELECT c.id FROM ticket_timeline c
      WHERE c.ticket_id = e.ticket_id AND c.sequence = e.sequence - 1
        AND c.occurred_at = e.occurred_at AND c.actor_id = e.actor_id
        AND CASE e.kind WHEN 'TicketClosed' THEN c.kind = 'ResolutionConfirmed'
          ELSE c.kind = 'ReplyPosted' AND c.direction = 'inbound' END
    ) END,
    e.causation_id)`;
