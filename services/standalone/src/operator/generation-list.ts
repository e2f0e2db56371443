import type { Place } from '@ledgerdesk/event-store';
import type { CommandContext } from './command.ts';
import { look, withGenerations, type Written } from './generation-place.ts';
import { asJson, textTable } from './text-table.ts';

export async function list(context: CommandContext): Promise<void> {
  const { head, written } = await withGenerations(context, look);
  if (context.json) return console.log(asJson(written.map((each) => ({ ...each, head }))));
  if (written.length === 0) return console.log('No service has written anything to Kafka.');
  console.log(
    textTable(
      ['GENERATION', 'SERVICE', 'WRITTEN', 'BEHIND', 'STATE'],
      written
        .toSorted((one, other) => one.generation.localeCompare(other.generation))
        .map((each) => [each.generation, each.service, shareOf(each, head), behind(each, head), stateOf(each)]),
    ),
  );
}

/** How much of the ledger was written, of what is there. */
export function shareOf({ checkpoint, ofThisLedger }: Written, head: Place): string {
  if (!checkpoint || !ofThisLedger) return '0 %';
  if (checkpoint.position >= head.position) return '100 %';
  return `${(checkpoint.position * 100n) / head.position} %`;
}

function behind({ checkpoint, ofThisLedger }: Written, { position }: Place): string {
  if (!ofThisLedger) return '';
  const left = position - (checkpoint?.position ?? 0n);
  return left > 0n ? left.toLocaleString('en') : '0';
}

function stateOf({ led, retiring, ofThisLedger }: Written): string {
  if (retiring) return 'half retired: "generation retire" ends it';
  if (!ofThisLedger) return 'of a ledger before a backup was restored: fill another one';
  return led ? 'is written' : 'no process writes it now';
}
