import { tickets } from '@ledgerdesk/contracts';
import { FeedHistory } from '@ledgerdesk/testing';
import { contentTypes, readPayload, writePayload, type PayloadFormat } from './payload.ts';
import { PersonalParts } from './personal-parts.ts';

describe('A message with a sealed value', () => {
  const history = new FeedHistory();
  const plaintext = tickets.TicketHeldPersonal.encode({ reason: 'A part is on its way.' }).finish();
  const value = { state: { key: 'held', kind: 'on_hold', lifecycleVersion: 1 }, sealed: undefined };
  const event = history
    .aggregate('ticket', 'tkt_1')
    .says({ $case: 'ticketHeld', value }, { said: { subject: 'psn_1', plaintext } });
  const read = (format: PayloadFormat) =>
    readPayload('ticket', writePayload('ticket', event.message, format), contentTypes[format]);

  it('is the same whether protobuf or JSON carried it', () => {
    expect(read('json')).toEqual(read('protobuf'));
    expect(read('json').whole).toBe(true);
  });

  it.each(['protobuf', 'json'] as const)('opens where %s carried it', async (format) => {
    const parts = new PersonalParts({ keyRing: history.keyRing, logger: { error: () => undefined } });
    const [part] = await parts.of([{ ...event, message: read(format).message }]);
    expect(part).toEqual({ subject: 'psn_1', said: { reason: 'A part is on its way.' } });
  });
});
