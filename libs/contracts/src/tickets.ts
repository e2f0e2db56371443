export * from './generated/ledgerdesk/tickets/v1/events.ts';
export * from './generated/ledgerdesk/tickets/v1/personal.ts';
export * from './generated/ledgerdesk/tickets/v1/requests.ts';
