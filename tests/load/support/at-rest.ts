import { withClient } from '@ledgerdesk/postgres';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkpointsOf } from './caught-up.ts';
import type { Standalone } from './standalone.ts';

const QUIET_MS = 1000;

/** Waits until no view has moved for a second: on Kafka, where each partition has an end of its own. */
export function atRest(desk: Standalone): Promise<void> {
  return withClient(desk.urlOf('ledgerdesk_read'), async (read) => {
    const text = await checkpointsOf(read, 'sum');
    const look = async (): Promise<string> => (await read.query<{ value: string }>(text)).rows[0]!.value;
    for (let [before, now] = ['', await look()]; before !== now;) {
      await sleep(QUIET_MS);
      [before, now] = [now, await look()];
    }
  });
}
