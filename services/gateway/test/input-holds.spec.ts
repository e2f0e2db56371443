import { newId } from '@ledgerdesk/kernel';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import fc from 'fast-check';
import { holds } from '../src/graphql/input/holds.ts';
import { ChangeTicketInput } from '../src/graphql/ticket-command/change-ticket.input.ts';

const ticketId = newId('tkt');

describe('An input that holds', () => {
  it('is one in which class-validator finds nothing', () => {
    const text = fc.oneof(fc.string(), fc.constantFrom('', ' ', '\0', 'x'.repeat(2001)));
    const id = fc.option(fc.oneof(fc.string(), fc.constant(newId('tea')), fc.constant(newId('psn'))));
    const command = fc.oneof(
      fc.record({ take: fc.boolean() }),
      fc.record({ hold: fc.record({ reason: text }) }),
      fc.record({ assign: fc.record({ teamId: id, agentId: id }) }),
      fc.record({ note: fc.record({ body: fc.record({ content: text }) }) }),
    );
    const input = fc.record({
      commandId: fc.constant('of a spec'),
      ticketId: fc.constantFrom(ticketId, 'x'),
      expectedRevision: fc.option(fc.integer({ min: -1, max: 1 })),
      commands: fc.array(command, { maxLength: 22 }),
    });
    fc.assert(
      fc.property(input, (any) => {
        expect(holds(ChangeTicketInput, any)).toBe(validateSync(plainToInstance(ChangeTicketInput, any)).length === 0);
      }),
    );
  });
});
