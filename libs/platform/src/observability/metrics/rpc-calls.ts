import { Histogram } from 'prom-client';
import { isMeasured, registry, SECONDS } from './registry.ts';

const labelNames = ['rpc_method', 'rpc_response_status_code'];

const served = new Histogram({
  name: 'rpc_server_call_duration_seconds',
  help: 'Calls that were answered, by whole method and status.',
  labelNames,
  buckets: SECONDS,
  registers: [registry],
});

const made = new Histogram({
  name: 'rpc_client_call_duration_seconds',
  help: 'Calls to other services until they were answered or given up, by whole method and status.',
  labelNames,
  buckets: SECONDS,
  registers: [registry],
});

export interface MeasuredCall {
  /** `ledgerdesk.tickets.v1.Tickets/OpenTicket` */
  readonly method: string;
  /** `OK`, or what gRPC calls the failure. */
  readonly status: string;
  readonly seconds: number;
}

export const measureServed = (call: MeasuredCall): void => measure(served, call);
export const measureMade = (call: MeasuredCall): void => measure(made, call);

function measure(histogram: Histogram, { method, status, seconds }: MeasuredCall): void {
  if (isMeasured()) histogram.observe({ rpc_method: method, rpc_response_status_code: status }, seconds);
}
