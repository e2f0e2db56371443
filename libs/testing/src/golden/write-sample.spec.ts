import { tickets } from '@ledgerdesk/contracts';
import { commandIdOf, firstVersion, openValue, type EventCategory } from '@ledgerdesk/event-store';
import type { Personal } from '@ledgerdesk/kernel';
import { SOME_TIME } from '../spec/given.ts';
import { leafHashOf, recordedOf, sealedIn } from './golden-sample.ts';
import { sealingKey } from './kept-samples.ts';
import { goldenSampleOf } from './write-sample.ts';

interface DoorHeld {
  readonly type: 'DoorHeld';
  readonly floor: number;
  readonly personal: Personal<tickets.TicketHeldPersonal>;
}

const category: EventCategory<null, DoorHeld> = {
  name: 'door',
  aggregate: {
    initial: null,
    evolve: () => {
      throw new Error('Judged');
    },
  },
  versions: { DoorHeld: firstVersion },
  personal: { DoorHeld: tickets.TicketHeldPersonal },
};
const stream = { category: 'door', tenant: 'tnt_01h455vb4pex5vsknk084sn02t', id: 'dor_1' } as const;
const commandId = commandIdOf('d91621f8-f928-5c5e-9710-04c1d8d74ddd', 'a sample');

describe('A golden sample', () => {
  it('is written as the ledger writes it, without a past that would lead to it', async () => {
    const event: DoorHeld = { type: 'DoorHeld', floor: 3, personal: { subject: 'psn_1', plain: { reason: 'Late' } } };
    const sample = await goldenSampleOf(category, { stream, event, commandId, at: SOME_TIME });
    expect(sample).toMatchObject({
      stored: { type: 'DoorHeld', schemaVersion: 1, recordedAt: SOME_TIME },
      event: { type: 'DoorHeld', floor: 3, personal: { subject: 'psn_1' } },
      personal: { reason: 'Late' },
    });
    expect(leafHashOf(sample)).toBe(sample.stored.leafHash);
    expect(JSON.stringify(sample.stored)).not.toContain('Late');

    const [sealed] = sealedIn(sample);
    const opened = openValue({ ...recordedOf(sample), sealed: sealed! }, new Map([[sealingKey.keyId, sealingKey.key]]));
    expect(tickets.TicketHeldPersonal.decode(opened as Uint8Array)).toEqual({ reason: 'Late' });
  });

  it('has another hash where any of its stored bytes is another', async () => {
    const event: DoorHeld = { type: 'DoorHeld', floor: 3, personal: { subject: 'psn_1', plain: { reason: 'Late' } } };
    const sample = await goldenSampleOf(category, { stream, event, commandId, at: SOME_TIME });
    const reformatted = { ...sample, stored: { ...sample.stored, data: sample.stored.data.replace(',', ', ') } };
    expect(leafHashOf(reformatted)).not.toBe(sample.stored.leafHash);
  });
});
