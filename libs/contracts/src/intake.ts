export * from './generated/ledgerdesk/intake/v1/events.ts';
export * from './generated/ledgerdesk/intake/v1/personal.ts';
