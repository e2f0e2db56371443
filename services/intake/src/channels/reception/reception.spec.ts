import {
  commandIdOf,
  createCommandHandler,
  InMemoryEventStore,
  InMemoryKeyRing,
  valueName,
} from '@ledgerdesk/event-store';
import { epochMilliseconds, instantOf, type TenantId } from '@ledgerdesk/kernel';
import { SOME_TIME } from '@ledgerdesk/testing';
import { randomUUID } from 'node:crypto';
import { checkedRequest, type RawRequest, type Request } from '../../domain/request.ts';
import { submissionCategory } from '../../ledger/submission-category.ts';
import { Reception, type Once } from './reception.ts';

const TENANT: TenantId = 'tnt_01h455vb4pex5vsknk084sn02t';
const asked: RawRequest = {
  name: 'Carla',
  mail: 'carla@example.org',
  subject: 'No network',
  body: 'Since this morning.',
};

class Door {
  readonly keyRing = new InMemoryKeyRing();
  readonly eventStore = new InMemoryEventStore();
  readonly submissions = createCommandHandler(submissionCategory, this);
  minutes = 0;
  readonly reception = new Reception({
    ...this,
    clock: { now: () => instantOf(epochMilliseconds(SOME_TIME) + this.minutes * 60_000) },
  });

  async post(once: Once, change: Partial<RawRequest> = {}, tenant: TenantId = TENANT): Promise<string> {
    const request = checkedRequest({ ...asked, ...change }) as Request;
    const received = await this.reception.receive({ tenant, channel: 'form', language: 'en', request, once });
    return received.accepted ? received.submissionId : received.refusal.code;
  }

  async stored(): Promise<number> {
    return (await this.eventStore.readAll('everything', 'start', 1_000)).events.length;
  }
}

describe('A page', () => {
  const page: Once = { by: 'page', token: randomUUID() };

  it('sent twice is one submission', async () => {
    const door = new Door();
    expect(await door.post(page)).toBe(await door.post(page));
    expect(await door.stored()).toBe(1);
  });

  it('sent twice at once is one submission', async () => {
    const door = new Door();
    const ids = await Promise.all([1, 2, 3].map(() => door.post(page)));
    expect(new Set(ids).size).toBe(1);
    expect(await door.stored()).toBe(1);
  });

  it('sent again with another text is another submission', async () => {
    const door = new Door();
    expect(await door.post(page)).not.toBe(await door.post(page, { body: 'Since yesterday.' }));
  });

  it('loaded again is another page, though it says the same', async () => {
    const door = new Door();
    expect(await door.post(page)).not.toBe(await door.post({ by: 'page', token: randomUUID() }));
  });
});

describe("A sender's own key", () => {
  const key: Once = { by: 'key', key: 'order-17' };

  it('makes a repeat one submission, however late', async () => {
    const door = new Door();
    const first = await door.post(key);
    door.minutes = 100_000;
    expect(await door.post(key)).toBe(first);
  });

  it('is refused with another text', async () => {
    const door = new Door();
    await door.post(key);
    expect(await door.post(key, { body: 'Since yesterday.' })).toBe('COMMAND_ID_REUSED');
    expect(await door.stored()).toBe(1);
  });

  it("of somebody else's is another one, even where it reads the same", async () => {
    const door = new Door();
    const first = await door.post(key);
    const other = await door.post(key, { mail: 'otto@example.org', body: 'Since yesterday.' });
    expect(other).toMatch(/^sub_/);
    expect(other).not.toBe(first);
    expect(await door.stored()).toBe(2);
  });

  it('is the same however the same address is written', async () => {
    const door = new Door();
    expect(await door.post(key, { mail: 'Carla@Example.org' })).toBe(await door.post(key));
    expect(await door.stored()).toBe(1);
  });

  it("is nobody else's in another tenant", async () => {
    const door = new Door();
    const first = await door.post(key);
    const second = await door.post(key, {}, 'tnt_01h455vb4pex5vsknk084sn02u');
    expect(second).toMatch(/^sub_/);
    expect(second).not.toBe(first);
  });
});

describe('What was said', () => {
  it('is named as every other value of its tenant is, by its kind too', async () => {
    const door = new Door();
    await door.post({ by: 'key', key: 'order-17' });
    const namingKey = await door.keyRing.namingKey(TENANT);
    const value = JSON.stringify(['carla@example.org', 'order-17']);
    const commandId = commandIdOf(valueName(namingKey, { kind: 'idempotency key', value }), 'idempotency-key');
    expect(await door.eventStore.findCommand(TENANT, commandId)).toBeDefined();
  });
});

describe('What says the same from the same address', () => {
  const content: Once = { by: 'content' };

  it('within ten minutes is one submission, also at once', async () => {
    const door = new Door();
    const ids = await Promise.all([1, 2, 3].map(() => door.post(content)));
    door.minutes = 9.9;
    ids.push(await door.post(content, { mail: 'Carla@Example.org' }));
    expect(new Set(ids).size).toBe(1);
    expect(await door.stored()).toBe(1);
  });

  it('later than that is another one each time', async () => {
    const door = new Door();
    const ids = new Set<string>();
    for (let time = 0; time < 12; time += 1) {
      door.minutes = time * 10;
      ids.add(await door.post(content));
      ids.add(await door.post(content));
    }
    expect(ids.size).toBe(12);
  });

  it.each<Partial<RawRequest>>([{ mail: 'otto@example.org' }, { subject: 'x' }, { body: 'x' }, { name: 'x' }])(
    'is another one where anything differs: %j',
    async (change) => {
      const door = new Door();
      expect(await door.post(content)).not.toBe(await door.post(content, change));
    },
  );
});

describe('What the ledger keeps of a submission', () => {
  it('holds nothing that was said in clear', async () => {
    const door = new Door();
    await door.post({ by: 'content' });
    const { events } = await door.eventStore.readAll('everything', 'start', 10);
    for (const event of events) {
      for (const said of Object.values(asked)) expect(event.dataText + event.metadataText).not.toContain(said);
    }
  });
});
