import { keepsEffects, listEffects, type KeptEffect } from '@ledgerdesk/messaging';
import type pg from 'pg';
import type { CommandContext } from './command.ts';
import { withReadDatabase } from './running-installation.ts';
import { inEach, servicesIn, within } from './services-in.ts';
import { asJson, atSecond, textTable } from './text-table.ts';

const LIMIT = 500;

/** The services that have effects, by what an operator said of them. */
export async function servicesWithEffects(
  client: pg.Client,
  { service }: Pick<CommandContext, 'service'>,
): Promise<readonly string[]> {
  const services = await servicesIn(client, service);
  const found = await inEach(client, services, async () => ((await keepsEffects(client)) ? [{}] : []));
  return found.map((each) => each.service);
}

export async function list(context: CommandContext): Promise<void> {
  const found = await withReadDatabase(context, async (client) =>
    inEach(client, await servicesWithEffects(client, context), () => listEffects(client, LIMIT)),
  );
  if (context.json) return console.log(asJson(found));
  if (found.length === 0) return console.log('No effect waits.');
  console.log(
    textTable(
      ['SERVICE', 'EFFECT', 'KEY', 'STATE', 'TRIES', 'DUE', 'NEXT TRY', 'BECAUSE'],
      found.map((each) => [
        each.service,
        each.effect,
        each.key,
        stateOf(each),
        String(each.attempts),
        atSecond(each.dueAt),
        each.state === 'parked' ? '' : atSecond(each.nextAt),
        each.error ?? '',
      ]),
    ),
  );
}

export const stateOf = ({ state, inHand }: Pick<KeptEffect, 'state' | 'inHand'>): string =>
  state === 'waiting' && inHand ? 'in hand' : state;

/** Where an effect is that an operator named, if it is anywhere. */
export async function find<Found>(
  client: pg.Client,
  context: CommandContext,
  look: (service: string) => Promise<Found | undefined>,
): Promise<Found | undefined> {
  for (const service of await servicesWithEffects(client, context)) {
    const found = await within(client, service, () => look(service));
    if (found !== undefined) return found;
  }
  return undefined;
}
