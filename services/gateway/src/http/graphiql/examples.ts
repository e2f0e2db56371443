import { newId } from '@ledgerdesk/kernel';
import { randomUUID } from 'node:crypto';

/** Access tokens of somebody who asks, and of somebody who works on what is asked. */
export interface ExampleTokens {
  readonly requester: string;
  readonly agent: string;
}

/** A tab of GraphiQL. */
export interface Example {
  readonly query: string;
  readonly variables: string;
  readonly headers: string;
}

/** Operations that work as they stand, under ids of their own each time. */
export function examples(tokens: ExampleTokens | undefined): readonly Example[] {
  const ticketId = newId('tkt');
  return [
    example(tokens?.agent, NEWEST),
    example(tokens?.agent, ME),
    example(tokens?.requester, OPEN, {
      input: {
        commandId: randomUUID(),
        subject: 'The door of station 12 jams',
        body: { content: 'It opens by a hand, and no further.' },
      },
    }),
    example(tokens?.agent, WORK, {
      open: {
        commandId: randomUUID(),
        ticketId,
        subject: 'Somebody called about station 12',
        body: { content: 'The door jams; nobody is locked in.' },
      },
      change: {
        commandId: randomUUID(),
        ticketId,
        commands: [
          { take: true },
          { reply: { body: { content: 'A fitter is on the way.' } } },
          { hold: { reason: 'Waiting for the fitter' } },
        ],
      },
    }),
  ];
}

const example = (token: string | undefined, query: string, variables: object = {}): Example => ({
  query,
  variables: JSON.stringify(variables, null, 2),
  headers: JSON.stringify({ authorization: `Bearer ${token ?? ''}` }, null, 2),
});

const NEWEST = `query NewestTickets {
  tickets(first: 5) {
    totalCount { value exact }
    nodes {
      number
      subject
      state { label kind }
      requester { name }
      assignee { name }
      team { name }
      timeline(last: 3) {
        nodes { kind occurredAt actor { name } text }
      }
    }
  }
}
`;

const ME = `query WhoAmI {
  me {
    person { id name mail }
    tenant { name }
    teams { id name }
    roles
    permissions
  }
}
`;

const OPEN = `mutation OpenTicket($input: OpenTicketInput!) {
  openTicket(input: $input) {
    ... on OpenTicketSuccess {
      ticketId
      number
      ticket { subject state { label } }
    }
    ... on Refusal { code message path }
    ... on InvalidInput { faults { path rule } }
  }
}
`;

const WORK = `mutation SeveralStepsAsOneAct($open: OpenTicketInput!, $change: ChangeTicketInput!) {
  openTicket(input: $open) {
    ... on OpenTicketSuccess { number }
    ... on Refusal { code message }
  }
  changeTicket(input: $change) {
    ... on ChangeTicketSuccess {
      revision
      ticket {
        state { label }
        assignee { name }
        timeline(first: 10) { nodes { kind actor { name } text } }
      }
    }
    ... on Refusal { code message path }
  }
}
`;
