import { accessService } from '@ledgerdesk/access';
import { keysSchema, ledgerSchema } from '@ledgerdesk/event-store';
import { gatewayService } from '@ledgerdesk/gateway';
import { intakeService } from '@ledgerdesk/intake';
import { effectMigrations } from '@ledgerdesk/messaging';
import { schemaOf, type BearerVerifier } from '@ledgerdesk/platform';
import { statementsOf, type SchemaMigrations } from '@ledgerdesk/postgres';
import { samplesOf } from '@ledgerdesk/testing';
import { ticketsService } from '@ledgerdesk/tickets';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { breaches, hashOf, type Kept } from './kept.ts';

/**
 * Changed by adding lines alone, once there is a release. Until then a changed line is a decision that who reviews it sees.
 */
const kept = JSON.parse(readFileSync(path.join(import.meta.dirname, 'written-for-ever.json'), 'utf8')) as Kept;

const services = [
  accessService,
  ticketsService,
  intakeService,
  gatewayService({ bearers: {} as unknown as BearerVerifier }),
];

async function migrations(): Promise<Kept> {
  const own = services.flatMap((service) => schemaOf(service) ?? []);
  const effects: SchemaMigrations = { schema: 'any', migrations: effectMigrations, oldestProgram: 1 };
  const found = [ledgerSchema, keysSchema, effects, ...own].flatMap(({ migrations: all }) =>
    all.map(async (each) => [`migration ${each.name}`, hashOf((await statementsOf(each)).join('\0'))] as const),
  );
  return Object.fromEntries(await Promise.all(found));
}

function samples(): Kept {
  const categories = services.flatMap((service) => service.categories);
  return Object.fromEntries(
    categories.flatMap((category) =>
      samplesOf(category).map(({ stored, personal, message }) => [
        `${category} ${stored.type} ${stored.schemaVersion} ${stored.eventId}`,
        hashOf(JSON.stringify([stored, personal ?? null, message?.bytes ?? null])),
      ]),
    ),
  );
}

describe('What is written down for ever', () => {
  it('stays as it was written: each event that a release ever stored, and each migration', async () => {
    expect(breaches(kept, { ...(await migrations()), ...samples() })).toEqual([]);
  });

  it('is breached by a line that is changed, or gone, or not kept', () => {
    const was = { a: '1', b: '2', c: '3' };
    expect(breaches(was, { a: '1', b: 'x', d: '4' })).toEqual([
      'c is gone',
      'b was changed',
      'd is new: keep it as "d": "4"',
    ]);
  });
});
