import type { Topic } from '@ledgerdesk/contracts';
import type { Place } from '@ledgerdesk/event-store';
import { generationsOf, type FeedLogger, type KafkaConnection, type RelayedGeneration } from '@ledgerdesk/messaging';
import { openLog } from '@ledgerdesk/platform';
import { withClient } from '@ledgerdesk/postgres';
import type pg from 'pg';
import { readDistributedConfig } from '../distributed/distributed.config.ts';
import { LEDGER, READ } from '../wiring/databases.ts';
import type { CommandContext } from './command.ts';
import { withDatabases } from './running-installation.ts';
import { inEach } from './services-in.ts';
import { UsageError } from './usage-error.ts';

/** A service that publishes, and to which topics. */
export interface Publishing {
  readonly service: string;
  readonly topics: readonly Topic[];
}

/** Where generations are looked after. */
export interface GenerationPlace {
  /** The services' read databases, as whoever may do everything there. */
  readonly read: pg.Client;
  readonly ledgerHead: () => Promise<Place>;
  readonly publishing: readonly Publishing[];
}

/** And where their topics are. */
export interface GenerationKafka {
  readonly connection: KafkaConnection;
  readonly logger: FeedLogger;
}

export async function withGenerations<Result>(
  context: CommandContext,
  work: (place: GenerationPlace) => Promise<Result>,
): Promise<Result> {
  const { servicesForJob } = await import('../services.ts');
  const publishing = servicesForJob()
    .filter(({ name, published }) => published.length > 0 && (context.service ?? name) === name)
    .map(({ name: service, published }) => ({ service, topics: published.map(({ topic }) => topic) }));
  return withDatabases(context, (addressOf) =>
    withClient(addressOf(READ), (read) =>
      withClient(addressOf(LEDGER), (ledger) => work({ read, ledgerHead: () => headOf(ledger), publishing })),
    ),
  );
}

async function headOf(ledger: pg.Client): Promise<Place> {
  const { rows } = await ledger.query<{ epoch: string; position: string }>(
    'SELECT epoch, position::text FROM ledger.head()',
  );
  return { epoch: rows[0]!.epoch, position: BigInt(rows[0]!.position) };
}

/** @throws UsageError where no brokers are named */
export function namedKafka(): GenerationKafka {
  const { kafka } = readDistributedConfig();
  if (!kafka) {
    throw new UsageError('Name the brokers by KAFKA_BROKERS, and how one is let in there, as the services have it.');
  }
  return { connection: { ...kafka, clientId: 'ledgerdesk-generation' }, logger: openLog('error') };
}

/** A generation as one service writes it. */
export interface Written extends RelayedGeneration {
  readonly service: string;
  /** Whether its checkpoint is of the ledger as it is now: no backup was restored since. */
  readonly ofThisLedger: boolean;
}

/** What all services write, and how far the ledger was just before it was looked. */
export async function look({ read, ledgerHead, publishing }: GenerationPlace): Promise<{
  readonly head: Place;
  readonly written: readonly Written[];
}> {
  const head = await ledgerHead();
  const services = publishing.map(({ service }) => service);
  const found = await inEach(read, services, (service) => generationsOf(read, service));
  const written = found.map((each) => ({
    ...each,
    ofThisLedger: each.checkpoint === undefined || each.checkpoint.epoch === head.epoch,
  }));
  return { head, written };
}

/** Whether everything up to a place of the ledger was written. */
export const hasReached = ({ checkpoint }: Pick<Written, 'checkpoint'>, { epoch, position }: Place): boolean =>
  checkpoint !== undefined && checkpoint.epoch === epoch && checkpoint.position >= position;
