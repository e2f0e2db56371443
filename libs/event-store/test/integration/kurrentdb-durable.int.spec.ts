import { beginKurrentEpoch, KurrentEventStore } from '@ledgerdesk/event-store';
import { startKurrentDbStandIn, type KurrentDbStandIn } from '@ledgerdesk/testing';
import { durableConformance } from '../support/durable-conformance.ts';

const standIns: KurrentDbStandIn[] = [];

afterAll(() => Promise.all(standIns.map((standIn) => standIn.stop())));

// A server that others use is not to be stopped: the stand-in is, which keeps its log meanwhile.
durableConformance('on the stand-in for KurrentDB', async () => {
  const standIn = await startKurrentDbStandIn();
  standIns.push(standIn);
  const { url } = standIn;
  return {
    address: { adapter: 'kurrentdb', url },
    open: (options) => new KurrentEventStore({ url, appendTimeoutMs: 60_000, ...options }),
    stop: () => standIn.stop(),
    kill: () => standIn.stop(),
    start: () => standIn.start(),
    beginEpoch: () => beginKurrentEpoch(url),
  };
});
