import type { PersonId, TeamId } from '@ledgerdesk/kernel';
import DataLoader from 'dataloader';
import type { Viewer } from '../../identity/viewer.ts';
import { OperationReads, type Reading } from '../../live/operation-reads.ts';
import { personsByIds, type Person } from '../../views/person/person.query.ts';
import { teamsByIds, type Team } from '../../views/team/team.query.ts';
import { languageOf, type Language } from './language.ts';

/** What one operation came with. */
export interface Request {
  readonly viewer: Viewer;
  readonly correlationId: string;
  readonly traceparent: string | undefined;
  readonly acceptLanguage: string | undefined;
  /** The header `Ledgerdesk-At-Least`. */
  readonly atLeast: string | undefined;
}

/** One operation: who asks, what was read for it so far, and what it changed. */
export class RequestScope {
  readonly viewer: Viewer;
  readonly correlationId: string;
  readonly traceparent: string | undefined;
  readonly reads: OperationReads;
  /**
   * Whether there was an operation, and whether what it wished was refused. Apollo hands resolvers a copy of the scope, but
   * this is the same in both.
   */
  readonly answer = { ready: false, refused: false };
  private persons?: DataLoader<PersonId, Person | null>;
  private teams?: DataLoader<TeamId, Team | null>;

  constructor(
    private readonly request: Request,
    reading: Reading,
  ) {
    this.viewer = request.viewer;
    this.correlationId = request.correlationId;
    this.traceparent = request.traceparent;
    this.reads = new OperationReads(reading, request.viewer.tenant);
  }

  get language(): Language {
    return languageOf(this.request.acceptLanguage);
  }

  person(id: PersonId): Promise<Person | null> {
    this.persons ??= loaderOf((ids) => personsByIds(this.reads.query, ids));
    return this.persons.load(id);
  }

  team(id: TeamId): Promise<Team | null> {
    this.teams ??= loaderOf((ids) => teamsByIds(this.reads.query, ids));
    return this.teams.load(id);
  }

  /** Waits until the views show what the caller wants to see: by the argument, else by the header. */
  async visible(argument?: string | null): Promise<void> {
    const token = argument ?? this.request.atLeast;
    if (token !== undefined) await this.reads.visible(token);
  }
}

/** One statement for all that is wanted in the same turn. */
const loaderOf = <Id extends string, Row extends { readonly id: Id }>(
  read: (ids: readonly Id[]) => Promise<readonly Row[]>,
): DataLoader<Id, Row | null> =>
  new DataLoader(async (ids) => {
    const rows = new Map((await read(ids)).map((row) => [row.id, row]));
    return ids.map((id) => rows.get(id) ?? null);
  });
