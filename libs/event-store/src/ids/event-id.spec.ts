import { RESERVED_TENANT, type TenantId } from '@ledgerdesk/kernel';
import { commandIdOf, eventIdOf } from './event-id.ts';

const TENANT: TenantId = 'tnt_01h455vb4pex5vsknk084sn02t';
const COMMAND = '0b7f6d1e-2f53-4c3a-8a57-3c9f0e6d2b10';
const EVENT = '2df5b1a6-74b2-5962-a3a9-1a47624268be';

// Computed by another implementation of UUIDv5; written down for ever.
describe('The id of an event', () => {
  it.each([
    [TENANT, 0, EVENT],
    [TENANT, 1, 'd91621f8-f928-5c5e-9710-04c1d8d74ddd'],
    [TENANT, 999, '89c08fa5-c6fc-5b1c-80c7-6f011e6d8db6'],
    [RESERVED_TENANT, 0, '571308ca-ce64-5cd6-94ac-61b346720077'],
  ])('follows from tenant, command and place in it: %s, %d', (tenant, index, expected) => {
    expect(eventIdOf(tenant, COMMAND, index)).toBe(expected);
    expect(eventIdOf(tenant, COMMAND.toUpperCase(), index)).toBe(expected);
  });
});

describe('The command id of a reaction', () => {
  it.each([
    ['open ticket on submission received', '1cbad116-c8ea-5348-b8d9-6c8c2d1c5c0c'],
    ['größer 🙂', '4ef0ef21-2268-5da4-a939-254b511e9ffa'],
    ['', 'e7230948-229b-563a-af39-2f0405c6232e'],
  ])('follows from the causing event and the reaction’s name: %j', (reaction, expected) => {
    expect(commandIdOf(EVENT, reaction)).toBe(expected);
    expect(commandIdOf(EVENT.toUpperCase(), reaction)).toBe(expected);
  });
});
