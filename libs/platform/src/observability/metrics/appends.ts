import type { AppendObserver } from '@ledgerdesk/event-store';
import { Counter, Histogram } from 'prom-client';
import { isMeasured, registry, SECONDS } from './registry.ts';

const duration = new Histogram({
  name: 'ledgerdesk_append_duration_seconds',
  help: 'From the moment an append to the ledger was asked for until it was answered, waiting included, by outcome.',
  labelNames: ['service', 'outcome'],
  buckets: SECONDS,
  registers: [registry],
});

const conflicts = new Counter({
  name: 'ledgerdesk_append_conflicts_total',
  help: 'Appends that found their stream elsewhere than expected: the command was decided again.',
  labelNames: ['service'],
  registers: [registry],
});

const POWERS_OF_TWO = [1, 2, 4, 8, 16, 32, 64, 128, 256];

const groupAppends = new Histogram({
  name: 'ledgerdesk_append_group_appends',
  help: 'How many appends went in one commit.',
  labelNames: ['service'],
  buckets: POWERS_OF_TWO,
  registers: [registry],
});

const groupEvents = new Histogram({
  name: 'ledgerdesk_append_group_events',
  help: 'How many events went in one commit.',
  labelNames: ['service'],
  buckets: POWERS_OF_TWO,
  registers: [registry],
});

/** Measures the appends of one service. */
export function appendsOf(service: string): AppendObserver {
  conflicts.inc({ service }, 0);
  return {
    answered(outcome, seconds) {
      if (!isMeasured()) return;
      duration.observe({ service, outcome }, seconds);
      if (outcome === 'conflict') conflicts.inc({ service });
    },
    committed({ appends, events }) {
      if (!isMeasured()) return;
      groupAppends.observe({ service }, appends);
      groupEvents.observe({ service }, events);
    },
  };
}
