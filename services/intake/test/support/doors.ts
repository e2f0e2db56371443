import { createCommandHandler, InMemoryKeyRing, UnavailableError, type EventStore } from '@ledgerdesk/event-store';
import type { SubmissionId, TenantId } from '@ledgerdesk/kernel';
import { HttpProblemFilter, systemClock } from '@ledgerdesk/platform';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import 'reflect-metadata';
import { ChannelsModule } from '../../src/channels/channels.module.ts';
import { Intake } from '../../src/channels/intake.ts';
import { submissionCategory } from '../../src/ledger/submission-category.ts';
import type { SubmissionOutcome } from '../../src/ports/submission-outcomes.ts';
import type { KnownTenant } from '../../src/ports/tenant-directory.ts';

export const ACME: TenantId = 'tnt_01h455vb4pex5vsknk084sn02a';

export const asked = {
  name: 'Carla',
  mail: 'carla@example.org',
  subject: 'No network',
  body: 'Since this morning.\r\nAll of it.',
};

/** Keys that can be out of reach. */
class RemoteKeyRing extends InMemoryKeyRing {
  away = false;

  override namingKey(tenant: TenantId): Promise<Uint8Array> {
    return this.away ? Promise.reject(new UnavailableError('The keys are away')) : super.namingKey(tenant);
  }
}

/** The ways in on a ledger, with one desk behind them, and with outcomes as a spec says. */
export class Doors {
  readonly outcomes = new Map<SubmissionId, SubmissionOutcome>();
  readonly keyRing = new RemoteKeyRing();
  desk: () => Promise<KnownTenant> = () => Promise.resolve({ id: ACME, name: 'Acme & Sons' });
  private app!: NestFastifyApplication;

  private constructor(private readonly eventStore: EventStore) {}

  static async open(eventStore: EventStore): Promise<Doors> {
    const doors = new Doors(eventStore);
    await doors.listen();
    return doors;
  }

  private async listen(): Promise<void> {
    const { eventStore, keyRing } = this;
    const of = (_: TenantId, id: SubmissionId) => Promise.resolve(this.outcomes.get(id) ?? received);
    const intake = new Intake({
      eventStore,
      keyRing,
      submissions: createCommandHandler(submissionCategory, { eventStore, keyRing }),
      clock: systemClock,
      tenants: { byKey: (key) => (key === 'acme' ? this.desk() : Promise.resolve(undefined)) },
      outcomes: { of, settled: of },
    });
    this.app = await NestFactory.create<NestFastifyApplication>(ChannelsModule.on(intake), new FastifyAdapter(), {
      logger: false,
    });
    this.app.useGlobalFilters(new HttpProblemFilter());
    await this.app.init();
  }

  close(): Promise<void> {
    return this.app.close();
  }

  get(url: string, language = 'en') {
    return this.app.inject({ method: 'GET', url, headers: { 'accept-language': language } });
  }

  post(url: string, contentType: string, payload: string | Buffer, headers: Record<string, string> = {}) {
    const typed = { 'content-type': contentType, 'accept-language': 'en', ...headers };
    return this.app.inject({ method: 'POST', url, payload, headers: typed });
  }

  postForm(fields: Record<string, string>, url = '/forms/acme', headers: Record<string, string> = {}) {
    return this.post(url, FORM, new URLSearchParams(fields).toString(), headers);
  }

  postJson(body: unknown, headers: Record<string, string> = {}, url = '/v1/tenants/acme/submissions') {
    return this.post(url, JSON_TYPE, JSON.stringify(body), headers);
  }

  /** A token as the page of the form brings it. */
  async token(): Promise<string> {
    return tokenOn((await this.get('/forms/acme')).body);
  }

  async stored() {
    return (await this.eventStore.readAll({ categories: ['submission'] }, 'start', 10_000)).events;
  }
}

const received: SubmissionOutcome = { state: 'received' };

export const FORM = 'application/x-www-form-urlencoded';
export const JSON_TYPE = 'application/json';

export const tokenOn = (page: string): string => /name="token" value="([^"]+)"/.exec(page)?.[1] ?? '';
