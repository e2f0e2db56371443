import { epochMilliseconds, type TenantId } from '@ledgerdesk/kernel';
import { BoundedCache, type Clock, type ServiceRuntime } from '@ledgerdesk/platform';
import { loginId, whoIs, type LoginName } from '../views/login/login.query.ts';
import { personOfMember } from '../views/team-member/team-member.query.ts';
import { toStanding, type Standing } from './standing.ts';

// For a gateway that missed a notice: nobody keeps longer than this what was taken away.
const REMEMBERED_MS = 3_000;
const REMEMBERED = 4096;

const HEARD: ReadonlySet<string> = new Set(['login', 'person', 'team-member']);

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
  private readonly persons = new BoundedCache<string>(REMEMBERED);
  private readonly standings = new BoundedCache<Standing>(REMEMBERED);
  private readonly asking = new Map<string, Promise<Standing | undefined>>();
  /** How often something has changed: what was asked before a change is not remembered after it. */
  private changes = 0;

  constructor(
    private readonly views: Pick<ServiceRuntime['views'], 'read'>,
    private readonly clock: Clock,
  ) {}

  async find(tenant: TenantId, login: LoginName): Promise<Standing | undefined> {
    const key = within(tenant, loginId(login));
    return this.remembered(tenant, key) ?? this.ask({ tenant, login, key });
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

  private remembered(tenant: TenantId, key: string): Standing | undefined {
    const now = epochMilliseconds(this.clock.now());
    const person = this.persons.get(key, now);
    return person === undefined ? undefined : this.standings.get(within(tenant, person), now);
  }

  /** Requests that come at once ask once. */
  private ask(asked: Asked): Promise<Standing | undefined> {
    const question = `${this.changes} ${asked.key}`;
    const asking = this.asking.get(question) ?? this.read(asked).finally(() => this.asking.delete(question));
    this.asking.set(question, asking);
    return asking;
  }

  private async read({ tenant, login, key }: Asked): Promise<Standing | undefined> {
    const until = epochMilliseconds(this.clock.now()) + REMEMBERED_MS;
    const { changes } = this;
    const known = await this.views.read(tenant, (query) => whoIs(query, login));
    if (!known) return undefined;
    const standing = toStanding(tenant, known);
    if (this.changes !== changes) return standing;
    this.persons.set(key, known.personId, until);
    this.standings.set(within(tenant, known.personId), standing, until);
    return standing;
  }
}

interface Asked {
  readonly tenant: TenantId;
  readonly login: LoginName;
  readonly key: string;
}

const within = (tenant: TenantId, id: string): string => `${tenant} ${id}`;
