export * from './generated/ledgerdesk/common/v1/command.ts';
export * from './generated/ledgerdesk/common/v1/sealed.ts';
