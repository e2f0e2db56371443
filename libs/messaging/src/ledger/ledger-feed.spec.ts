import { ForeignEpochError, InMemoryEventStore, placeOf } from '@ledgerdesk/event-store';
import { seededRandom, SOME_TENANT, SOME_TIME } from '@ledgerdesk/testing';
import { DeskLedger, published } from '../../test/support/desk-ledger.ts';
import { SupersededConsumerError } from '../consumer/errors.ts';
import { Listener } from '../../test/support/listener.ts';
import { LedgerFeed, type LedgerFeedOptions } from './ledger-feed.ts';

const BACK_OFF = { firstMs: 1, longestMs: 4 };

describe('The feed from the ledger', () => {
  let eventStore: InMemoryEventStore;
  let ledger: DeskLedger;
  let complaints: string[];
  let complained: () => void;
  const running: LedgerFeed[] = [];

  beforeEach(() => {
    eventStore = new InMemoryEventStore();
    ledger = new DeskLedger(eventStore);
    complaints = [];
    complained = () => undefined;
  });
  afterEach(async () => void (await Promise.all(running.splice(0).map((feed) => feed.stop()))));

  const complain = (_facts: object, message: string) => {
    complaints.push(message);
    complained();
  };
  /** Resolves once a complaint has made this true. */
  const until = async (condition: () => boolean) => {
    while (!condition()) await new Promise<void>((resolve) => void (complained = resolve));
  };
  const feedOf = (...listeners: Listener[]) => feedWith({}, ...listeners);
  function feedWith(options: Partial<LedgerFeedOptions>, ...listeners: Listener[]): LedgerFeed {
    const logger = { warn: complain, error: complain } as unknown as LedgerFeedOptions['logger'];
    const feed = new LedgerFeed({ eventStore, published, logger, backOff: BACK_OFF, ...options });
    for (const listener of listeners) feed.subscribe(listener);
    running.push(feed);
    return feed;
  }
  const take = async (ticket: string, times: number) => {
    for (let n = 0; n < times; n += 1) await ledger.take(ticket, `agent ${n}`);
  };

  it('brings each consumer the topics it hears, and nothing private', async () => {
    const [both, teams] = [new Listener('both', ['team', 'ticket']), new Listener('teams', ['team'])];
    await feedOf(both, teams).start();
    await ledger.join('a', 'anna');
    await ledger.claim('a name');
    await ledger.take('t', 'anna');
    await ledger.join('a', 'carla');

    await both.untilTaken(3);
    await teams.untilTaken(2);
    expect(both.heard).toEqual(['a/0', 't/0', 'a/1']);
    expect(teams.heard).toEqual(['a/0', 'a/1']);
  });

  it('says of an event what CloudEvents wants to know, and where it stands', async () => {
    const listener = new Listener('all', ['team']);
    await feedOf(listener).start();
    await ledger.join('a', 'anna');

    await listener.untilTaken(1);
    const [recorded] = (await eventStore.readAll('everything', 'start', 10)).events;
    expect(listener.taken).toEqual([
      {
        topic: 'team',
        id: recorded!.eventId,
        type: 'ledgerdesk.access.v1.TeamJoined',
        subject: 'a',
        time: SOME_TIME,
        tenant: SOME_TENANT,
        sequence: 0,
        epoch: eventStore.ledger.epoch,
        causationId: recorded!.metadata.causationId,
        correlationId: recorded!.metadata.correlationId,
        actor: recorded!.metadata.actor,
        origin: 'live',
        schemaVersion: 1,
        message: { message: { $case: 'teamJoined', value: { personId: 'anna' } } },
      },
    ]);
    const { position } = placeOf(recorded!.cursor);
    expect(listener.batches[0]).toMatchObject({ source: 'ledger', position, positions: [position] });
  });

  it('does not say the name of an event that is nobody’s business', async () => {
    const listener = new Listener('all', ['team']);
    await feedOf(listener).start();
    await ledger.audit('a');

    await listener.untilTaken(1);
    expect(listener.taken[0]).toMatchObject({ type: 'ledgerdesk.access.v1.BareNotice', sequence: 0 });
    expect(JSON.stringify(listener.taken)).not.toContain('Audited');
  });

  it('hands all consumers the same event, read and mapped once', async () => {
    let mapped = 0;
    const counted = published.map((category) => ({
      ...category,
      toMessage: (recorded: never) => {
        mapped += 1;
        return category.toMessage(recorded);
      },
    }));
    const listeners = ['a', 'b', 'c'].map((name) => new Listener(name, ['ticket']));
    await feedWith({ published: counted as never }, ...listeners).start();
    await take('t', 1);

    await Promise.all(listeners.map((listener) => listener.untilTaken(1)));
    mapped = 0;
    await take('t', 5);

    await Promise.all(listeners.map((listener) => listener.untilTaken(6)));
    expect(mapped).toBe(5);
    for (const { taken } of listeners) expect(taken[5]).toBe(listeners[0]!.taken[5]);
  });

  it('lets a fresh consumer catch up from the beginning, and join without gap or repeat', async () => {
    await take('t', 35);
    const fresh = new Listener('fresh', ['ticket']);
    fresh.before = () => (fresh.taken.length < 100 ? ledger.take('t', 'another') : undefined);
    await feedOf(fresh).start();

    await fresh.untilTaken(100);
    expect(fresh.heard).toEqual(fresh.heard.map((_, sequence) => `t/${sequence}`));
  });

  it('goes on where a consumer’s checkpoint stands', async () => {
    await take('t', 3);
    const first = new Listener('one', ['ticket']);
    const feed = feedOf(first);
    await feed.start();
    await first.untilTaken(3);
    await feed.stop();
    await take('t', 2);

    const second = new Listener('one', ['ticket']);
    second.reached = first.reached;
    await feedOf(second).start();
    await second.untilTaken(2);
    expect(second.heard).toEqual(['t/3', 't/4']);
  });

  it('goes on within what was read together', async () => {
    const [first, second] = [new Listener('first', ['ticket']), new Listener('second', ['ticket'])];
    const feed = feedOf(first);
    await feed.start();
    await ledger.take('t', 'anna');
    await first.untilTaken(1);
    await Promise.all([1, 2, 3].map((n) => ledger.take('t', `agent ${n}`)));
    await first.untilTaken(4);
    expect(first.batches.map(({ events }) => events.length)).toEqual([1, 3]);

    second.reached = { epoch: eventStore.ledger.epoch, position: first.batches[1]!.positions[0]! };
    feed.subscribe(second);
    await second.untilTaken(2);
    expect(second.heard).toEqual(['t/2', 't/3']);
  });

  it('holds nobody back for a slow consumer, and keeps no more of the ledger for it than its bound', async () => {
    const [slow, quick] = [new Listener('slow', ['ticket']), new Listener('quick', ['ticket'])];
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => void (release = resolve));
    slow.before = () => held;
    // So little that a single event passes it.
    await feedWith({ memory: 1 }, slow, quick).start();
    await take('t', 40);
    await quick.untilTaken(40);
    expect(slow.taken).toEqual([]);

    release();
    await slow.untilTaken(40);
    expect(slow.heard).toEqual(quick.heard);
  });

  it.each([new TypeError('not a function'), new ForeignEpochError('of something else'), 'a text', undefined])(
    'brings the same events again where a consumer throws %p, and the consumer lives on',
    async (thrown) => {
      const [failing, other] = [new Listener('failing', ['ticket']), new Listener('other', ['ticket'])];
      const tried: number[] = [];
      failing.before = ({ events }) => {
        tried.push(events[0]?.sequence ?? -1);
        if (tried.length < 4) throw thrown;
      };
      const feed = feedOf(failing, other);
      await feed.start();
      await ledger.take('t', 'anna');
      await failing.untilTaken(1);
      await ledger.take('t', 'carla');
      await failing.untilTaken(2);

      expect(tried).toEqual([0, 0, 0, 0, 1]);
      expect(failing.asked).toBe(4);
      expect(failing.heard).toEqual(['t/0', 't/1']);
      await other.untilTaken(2);
      expect(other.asked).toBe(1);
      expect(complaints).toHaveLength(3);
    },
  );

  it('tells why a consumer fails for as long as it does', async () => {
    const failing = new Listener('failing', ['ticket']);
    let broken = true;
    failing.before = () => {
      if (broken) throw new Error('the disk is full');
    };
    const feed = feedOf(failing);
    await feed.start();
    await ledger.take('t', 'anna');
    await until(() => feed.health()[0]!.fault !== undefined);
    expect(feed.health()).toMatchObject([{ consumer: 'failing', fault: 'the disk is full', stopped: false }]);

    broken = false;
    await failing.untilTaken(1);
    await ledger.take('t', 'carla');
    await failing.untilTaken(2);
    expect(feed.health()[0]).toEqual({ consumer: 'failing', position: expect.any(BigInt), stopped: false });
  });

  it('brings to nobody else what cannot be mapped for those who hear it', async () => {
    const unmappable = published.map((category) =>
      category.topic === 'ticket' ? { ...category, toMessage: () => fail('an unknown event') } : category,
    );
    const [teams, tickets] = [new Listener('teams', ['team']), new Listener('tickets', ['ticket'])];
    const feed = feedWith({ published: unmappable }, teams, tickets);
    await feed.start();
    await ledger.take('t', 'anna');
    await ledger.join('a', 'anna');

    await teams.untilTaken(1);
    await until(() => feed.health()[1]!.fault !== undefined);
    expect(feed.health()[1]).toMatchObject({ stopped: false });
    expect(feed.health()[1]!.fault).toMatch(
      /^The event .* at 1 of the ledger \(TicketTaken .*\) .*: an unknown event$/,
    );
    expect(tickets.taken).toEqual([]);
  });

  it('moves the checkpoint of a consumer that hears nothing, with an empty batch', async () => {
    const teams = new Listener('teams', ['team']);
    await feedOf(teams).start();
    await take('t', 3);
    const { position } = placeOf(await eventStore.head());

    await teams.until(() => teams.reached?.position === position);
    expect(teams.taken).toEqual([]);
  });

  it('lets what comes together go together, and brings it at once to whom somebody waits for', async () => {
    const [patient, awaited] = [new Listener('patient', ['team']), new Listener('awaited', ['team'])];
    Object.assign(awaited, { awaited: () => Promise.resolve() });
    const clock = jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
    try {
      await feedOf(patient, awaited).start();
      await ledger.join('a', 'anna');
      await awaited.untilTaken(1);
      await ledger.join('a', 'carla');
      await awaited.untilTaken(2);
      expect(patient.heard).toEqual([]);
      clock.advanceTimersByTime(5);
      await patient.untilTaken(2);
      expect(patient.batches).toHaveLength(1);
    } finally {
      jest.useRealTimers();
    }
  });

  it('finishes the batch that was taken before it stops, and starts again behind it', async () => {
    const listener = new Listener('one', ['ticket'], 1);
    const feed = feedOf(listener);
    let stopped: Promise<void> | undefined;
    listener.before = () => void (stopped ??= feed.stop());
    await take('t', 3);
    await feed.start();
    await listener.untilTaken(1);
    await stopped;
    const taken = listener.taken.length;
    expect(listener.reached).toBeDefined();
    await take('t', 2);
    expect(listener.taken).toHaveLength(taken);

    await feed.start();
    await listener.untilTaken(5);
    expect(listener.heard).toEqual(['t/0', 't/1', 't/2', 't/3', 't/4']);
  });

  it('stops a consumer whose checkpoint is of another ledger, with the fault that names the repair', async () => {
    const [foreign, ahead, sound] = ['foreign', 'ahead', 'sound'].map((name) => new Listener(name, ['ticket']));
    const { epoch } = eventStore.ledger;
    foreign!.reached = { epoch: 'another', position: 0n };
    ahead!.reached = { epoch, position: 1_000n };
    const feed = feedOf(foreign!, ahead!, sound!);
    await feed.start();
    await ledger.take('t', 'anna');
    await sound!.untilTaken(1);
    await until(() => feed.health().filter(({ stopped }) => stopped).length === 2);

    const [first, second, third] = feed.health();
    for (const { fault, consumer } of [first!, second!]) {
      expect(fault).toContain(`"${consumer}"`);
      expect(fault).toContain('ledgerdesk restored');
    }
    expect(third).toMatchObject({ stopped: false });
    expect([...foreign!.taken, ...ahead!.taken]).toEqual([]);
  });

  it('stops a consumer that a newer program has superseded, and asks it nothing more', async () => {
    const old = new Listener('old', ['ticket']);
    old.before = () => {
      throw new SupersededConsumerError('a newer program has taken over');
    };
    const feed = feedOf(old);
    await ledger.take('t', 'anna');
    await feed.start();
    await until(() => feed.health().every(({ stopped }) => stopped));
    expect(feed.health()).toMatchObject([{ fault: 'a newer program has taken over', stopped: true }]);
    expect(old.asked).toBe(1);
  });

  it('stops a running consumer where a backup is restored under it, and begins anew for who has taken nothing', async () => {
    const listener = new Listener('one', ['ticket']);
    const feed = feedOf(listener);
    await feed.start();
    await ledger.take('t', 'anna');
    await listener.untilTaken(1);
    eventStore.ledger.beginEpoch();
    await until(() => feed.health()[0]!.stopped);

    const fresh = new Listener('fresh', ['ticket']);
    feed.subscribe(fresh);
    await ledger.take('t', 'carla');
    await fresh.untilTaken(2);
    expect(fresh.taken[1]!.epoch).toBe(eventStore.ledger.epoch);
    expect(listener.heard).toEqual(['t/0']);
  });

  it('refuses two consumers of one name, for they would share a checkpoint', () => {
    expect(() => feedOf(new Listener('one', ['team']), new Listener('one', ['ticket']))).toThrow(
      'Two consumers are named one',
    );
  });

  it('holds each message against its bytes, where a spec asks for it', async () => {
    const careless = published.map((category) => ({
      ...category,
      toMessage: () => ({ message: { $case: 'teamJoined', value: { personId: 'anna', nickname: 'annie' } } }),
    }));
    const listener = new Listener('one', ['team']);
    const feed = feedWith({ published: careless as never, interleave: seededRandom(1) }, listener);
    await feed.start();
    await ledger.join('a', 'anna');
    await until(() => feed.health()[0]!.fault !== undefined);
    expect(feed.health()[0]!.fault).toContain('not what its bytes say');
  });

  it.each([1, 2, 3])('draws another order among topics under test, and none within one (seed %i)', async (seed) => {
    for (let n = 0; n < 20; n += 1) {
      await ledger.take(`t${n % 3}`, 'anna');
      await ledger.join(`a${n % 3}`, 'anna');
    }
    const [drawn, plain] = [new Listener('drawn', ['team', 'ticket'], 100), new Listener('plain', ['team', 'ticket'])];
    await feedWith({ interleave: seededRandom(seed) }, drawn).start();
    await feedOf(plain).start();
    await drawn.untilTaken(40);
    await plain.untilTaken(40);

    expect(drawn.heard).not.toEqual(plain.heard);
    const of = (listener: Listener, first: string) => listener.heard.filter((place) => place.startsWith(first));
    for (const topic of ['a', 't']) expect(of(drawn, topic)).toEqual(of(plain, topic));
  });
});

function fail(message: string): never {
  throw new Error(message);
}
