export * from './generated/ledgerdesk/access/v1/events.ts';
export * from './generated/ledgerdesk/access/v1/personal.ts';
export * from './generated/ledgerdesk/access/v1/requests.ts';
