import type { Ground } from '../ground/ground.ts';
import type { Acknowledged, Load } from '../load.ts';
import { aFew } from './a-few.ts';
import { wronglyCleared } from './clear-histories.ts';
import { numberIn, reckon } from './commands.ts';
import { eventually } from './eventually.ts';
import type { Histories } from './histories.ts';
import { ledgerHistories } from './ledger-histories.ts';
import { leftOut } from './left-out.ts';
import { differences } from './rebuilt-views.ts';
import { withoutOneTicket } from './submissions.ts';
import { wronglyTold } from './told-events.ts';
import { wronglyPublished } from './topic-histories.ts';
import { using } from './using.ts';

const LEDGER = 'ledgerdesk_ledger';
const READ = 'ledgerdesk_read';

/**
 * What has been reckoned of an installation so far. Each time what was acknowledged since is held against the ledger, and
 * everything that was made of the ledger against all of it, from the first event on.
 */
export class Books {
  private position = 0n;
  private readonly numbers = new Map<string, number>();

  constructor(private readonly ground: Ground) {}

  /** Of how many events the ledger was, when it was last reckoned. */
  get events(): number {
    return Number(this.position);
  }

  /** Everything that is wrong, when all have had the time to catch up. Nobody writes any more. */
  async reckon({ acknowledged, submissions, refused, hopeless }: Load): Promise<readonly string[]> {
    const { data } = this.ground;
    // A submission's ticket is made behind everybody's back: what follows begins when the last one is there.
    const ticketless = await eventually(() => using(data, LEDGER, (ledger) => withoutOneTicket(ledger, submissions)));
    const before = { position: this.position, numbers: this.numbers };
    const faults = await using(data, LEDGER, (ledger) => reckon(ledger, acknowledged, before));
    const told = [...hopeless].map(([problem, times]) => `Answered ${times} times: ${problem}`);
    const parts = [refused, told, ticketless, faults, await this.wrongInEffect()];
    this.close(acknowledged, await using(data, LEDGER, headOf));
    return parts.flatMap(aFew);
  }

  /** In what consumers, each for itself, differ from the ledger. */
  private async wrongInEffect(): Promise<readonly string[]> {
    const { data, brokers, program, desks } = this.ground;
    const views = await differences(data);
    const histories = () => using(data, LEDGER, ledgerHistories);
    const { address = '' } = program.doors() ?? {};
    const told = await Promise.all(
      desks.map((desk) => eventually(async () => aFew(await wronglyTold(address, desk, await histories())))),
    );
    const published = brokers ? await this.wrongInKafka(brokers, histories) : [];
    const aside = await eventually(() => using(data, READ, leftOut));
    return [...views, ...told.flat(), ...published, ...aside];
  }

  private async wrongInKafka(
    brokers: readonly string[],
    histories: () => Promise<Histories>,
  ): Promise<readonly string[]> {
    const { program, desks } = this.ground;
    const topics = { brokers, generation: generationOf(program) };
    const inside = await eventually(async () => aFew(await wronglyPublished(topics, await histories())));
    const opened = desks.filter(({ tenant }) => program.environment.CLEAR_TOPICS?.includes(tenant));
    const cleared = opened.map(({ tenant }) =>
      eventually(async () => aFew(await wronglyCleared(brokers, tenant, await histories()))),
    );
    return [inside, ...(await Promise.all(cleared))].flat();
  }

  private close(acknowledged: readonly Acknowledged[], head: bigint): void {
    this.position = head;
    for (const { tenant, number } of acknowledged) {
      if (number !== undefined) this.numbers.set(tenant, Math.max(numberIn(number), this.numbers.get(tenant) ?? 0));
    }
  }
}

/** Of the topics that its services write and hear. */
export const generationOf = ({ environment }: Ground['program']): string => environment.KAFKA_GENERATION ?? '1';

const headOf = async (ledger: Parameters<typeof ledgerHistories>[0]): Promise<bigint> => {
  const { rows } = await ledger.query<{ head: string }>(
    'SELECT coalesce(max(position), 0)::text AS head FROM ledger.events',
  );
  return BigInt(rows[0]!.head);
};
