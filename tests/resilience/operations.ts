const REFUSAL = '... on Refusal { code }';

export const OPEN_TICKET = `mutation ($input: OpenTicketInput!) {
  openTicket(input: $input) { ... on OpenTicketSuccess { ticketId number } ${REFUSAL} }
}`;

export const TAKE_TICKET = `mutation ($input: TakeTicketInput!) {
  takeTicket(input: $input) { ... on TakeTicketSuccess { cursor } ${REFUSAL} }
}`;

export const START_WORK = `mutation ($input: StartWorkInput!) {
  startWork(input: $input) { ... on StartWorkSuccess { cursor } ${REFUSAL} }
}`;
