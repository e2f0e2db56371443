import { loginValue, type Login } from '@ledgerdesk/contracts';
import { epochMilliseconds, Expiring, type TenantId } from '@ledgerdesk/kernel';
import type { Clock, ServiceRuntime } from '@ledgerdesk/platform';
import { whoIs } from '../views/login/login.query.ts';
import { personOfMember } from '../views/team-member/team-member.query.ts';
import { toStanding, type Standing } from './standing.ts';

// For a gateway that missed a notice: nobody keeps longer than this what was taken away.
const REMEMBERED_MS = 3_000;
const REMEMBERED = 4096;

const HEARD: ReadonlySet<string> = new Set(['login', 'person', 'team-member']);

/** The name under which `LoginLinked` speaks of a login. @throws UnavailableError */
export type LoginNaming = (tenant: TenantId, login: Login) => Promise<string>;

export interface KnownLoginsNeeds {
  readonly views: Pick<ServiceRuntime['views'], 'read'>;
  readonly nameOf: LoginNaming;
  readonly clock: Clock;
}

/** Rows of a view that have changed. */
export interface ChangedRows {
  readonly view: string;
  readonly tenant: TenantId;
  readonly keys: readonly string[];
}

/**
 * As whom logins act. It is asked with every request, so it is remembered until the views change or a few seconds have
 * passed. A login that acts as nobody is asked for again each time: it may have been linked a moment ago.
 */
export class KnownLogins {
  /** Names of logins, so that one is computed once for many requests. */
  private readonly names = new Expiring<string>(REMEMBERED);
  /** By the login's name, as the view has it. */
  private readonly persons = new Expiring<string>(REMEMBERED);
  private readonly standings = new Expiring<Standing>(REMEMBERED);
  private readonly asking = new Map<string, Promise<Standing | undefined>>();
  /** How often something has changed: what was asked before a change is not remembered after it. */
  private changes = 0;

  constructor(private readonly needs: KnownLoginsNeeds) {}

  async find(tenant: TenantId, login: Login): Promise<Standing | undefined> {
    const name = await this.nameOf(tenant, login);
    return this.remembered(tenant, name) ?? this.ask({ tenant, name });
  }

  /** Forgets what has changed. */
  changed({ view, tenant, keys }: ChangedRows): void {
    if (HEARD.has(view)) this.changes += 1;
    for (const key of keys) {
      if (view === 'login') this.persons.delete(within(tenant, key));
      if (view === 'person') this.standings.delete(within(tenant, key));
      if (view === 'team-member') this.standings.delete(within(tenant, personOfMember(key)));
    }
  }

  private async nameOf(tenant: TenantId, login: Login): Promise<string> {
    const key = within(tenant, loginValue(login).value);
    const now = this.now();
    const known = this.names.get(key, now);
    if (known !== undefined) return known;
    const name = await this.needs.nameOf(tenant, login);
    this.names.set(key, name, now + REMEMBERED_MS);
    return name;
  }

  private remembered(tenant: TenantId, name: string): Standing | undefined {
    const now = this.now();
    const person = this.persons.get(within(tenant, name), now);
    return person === undefined ? undefined : this.standings.get(within(tenant, person), now);
  }

  /** Requests that come at once ask once. */
  private ask(asked: Asked): Promise<Standing | undefined> {
    const question = `${this.changes} ${within(asked.tenant, asked.name)}`;
    const asking = this.asking.get(question) ?? this.read(asked).finally(() => this.asking.delete(question));
    this.asking.set(question, asking);
    return asking;
  }

  private async read({ tenant, name }: Asked): Promise<Standing | undefined> {
    const until = this.now() + REMEMBERED_MS;
    const { changes } = this;
    const known = await this.needs.views.read(tenant, (query) => whoIs(query, name));
    if (!known) return undefined;
    const standing = toStanding(tenant, known);
    if (this.changes !== changes) return standing;
    this.persons.set(within(tenant, name), known.personId, until);
    this.standings.set(within(tenant, known.personId), standing, until);
    return standing;
  }

  private now(): number {
    return epochMilliseconds(this.needs.clock.now());
  }
}

interface Asked {
  readonly tenant: TenantId;
  /** Of the login. */
  readonly name: string;
}

const within = (tenant: TenantId, id: string): string => `${tenant} ${id}`;
