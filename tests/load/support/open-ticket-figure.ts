import type { Figure, Round } from '../figure.ts';
import { atRest } from './at-rest.ts';
import { caughtUp } from './caught-up.ts';
import { BARE_SERVER, withHttpBench, type HttpBench } from './http-figure.ts';
import type { Standalone } from './standalone.ts';

const ROUNDS = 5;
const SECONDS = 4;

interface OpenTicketFigure {
  readonly name: string;
  /** All in one process, by default; or each service in one of its own, over gRPC and Kafka. */
  readonly program?: 'main' | 'distributed';
  readonly until: 'accepted' | 'visible';
  readonly limit: number;
}

/** `openTicket` over HTTP GraphQL, no `ticket` selected, against one INSERT per mutation. */
export function openTicketFigure({ name, program = 'main', until, limit }: OpenTicketFigure): Figure {
  const seen = program === 'main' ? caughtUp : atRest;
  return {
    name,
    unit: 'tickets/s',
    reference: BARE_SERVER,
    referenceUnit: 'mutations/s',
    bound: 'atLeast',
    limit,
    rounds: () =>
      withHttpBench(async (bench) => {
        const job = { operation: 'openTicket', seconds: SECONDS } as const;
        await bench.load('desk', job);
        await seen(bench.desk);
        await bench.load('bare', job);
        const rounds: Round[] = [];
        for (let round = 0; round < ROUNDS; round += 1) {
          const reference = await bench.load('bare', job);
          rounds.push({ reference, value: await opened(bench, until, seen) });
        }
        return rounds;
      }, program),
  };
}

/** Tickets a second until they were accepted, or until every view had caught up with them. */
async function opened(
  { desk, load }: HttpBench,
  until: OpenTicketFigure['until'],
  seen: (desk: Standalone) => Promise<void>,
): Promise<number> {
  const begin = performance.now();
  const perSecond = await load('desk', { operation: 'openTicket', seconds: SECONDS });
  const loaded = performance.now();
  await seen(desk);
  const visible = performance.now();
  return until === 'accepted' ? perSecond : (perSecond * (loaded - begin)) / (visible - begin);
}
