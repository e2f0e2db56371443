import type { PersonId, TeamId } from '@ledgerdesk/kernel';
import { stateKinds, type StateKind } from './ticket-board.query.ts';
import { FOUND_VISIBLE, visibilityValues, type Visibility } from './visibility.query.ts';

/** What a list of tickets is narrowed to; what is left out narrows nothing, an empty list leaves none. */
export interface TicketFilter {
  readonly kinds?: readonly StateKind[];
  readonly requesterIds?: readonly PersonId[];
  readonly teamIds?: readonly TeamId[];
  readonly assigneeIds?: readonly PersonId[];
  /** Those of nobody: beside those of `assigneeIds`, where both are given. */
  readonly unassigned?: boolean;
}

export interface TicketSearch {
  readonly visible: Visibility;
  readonly filter?: TicketFilter;
}

/** From where a search enters the board: by what it is narrowed to most, so that it passes by little else. */
export type Entry = 'requester' | 'own' | 'assignee' | 'team' | 'own teams' | 'kind';

export function entriesOf({ visible, filter = {} }: TicketSearch): readonly Entry[] {
  const own = !visible.all;
  const teams = own && visible.teamIds.length > 0;
  if (own && !teams) return ['own'];
  if (filter.requesterIds) return ['requester'];
  if (filter.assigneeIds || filter.unassigned) return ['assignee'];
  if (filter.teamIds) return ['team'];
  return teams ? ['own', 'own teams'] : ['kind'];
}

/** The values of a search; its statement's own begin at $8. */
export const searchValues = ({ visible, filter = {} }: TicketSearch): readonly unknown[] => [
  ...visibilityValues(visible),
  distinct(filter.kinds) ?? stateKinds,
  distinct(filter.requesterIds),
  distinct(filter.teamIds),
  distinct(filter.unassigned ? [...(filter.assigneeIds ?? []), NOBODY] : filter.assigneeIds),
];

const NOBODY = '';

const distinct = (values: readonly string[] | undefined): readonly string[] | null =>
  values ? [...new Set(values)] : null;

/** Beside kinds of state, what a search is narrowed to. */
export const NARROWED = `($5::text[] IS NULL OR requester_id = ANY ($5)) AND ($6::text[] IS NULL OR team_id = ANY ($6))
  AND ($7::text[] IS NULL OR assignee_id = ANY ($7))`;

const narrowest: Readonly<Record<Entry, { readonly column: string; readonly values: string } | undefined>> = {
  requester: { column: 'requester_id', values: '$5::text[]' },
  own: { column: 'requester_id', values: 'ARRAY[$2::text]' },
  assignee: { column: 'assignee_id', values: '$7::text[]' },
  team: { column: 'team_id', values: '$6::text[]' },
  'own teams': { column: 'team_id', values: '$3::text[]' },
  kind: undefined,
};

/**
 * The first $10 rows of a search beyond ($8, $9), in order; `openedAt` and `id` are among its columns. For each value of
 * an entry and each kind of state it takes at most as many as are wanted: an index hands out the tickets of one value in
 * order, but not those of several.
 */
export function orderedSearch(entries: readonly Entry[], columns: string, order: 'ASC' | 'DESC'): string {
  const found = entries.map((entry) => {
    const by = narrowest[entry];
    return `SELECT found.* FROM unnest($4::text[]) AS in_kind${by ? `, unnest(${by.values}) AS at_entry` : ''},
      LATERAL (SELECT ${columns} FROM ticket_board
        WHERE state_kind = in_kind ${by ? `AND ${by.column} = at_entry` : ''} AND ${FOUND_VISIBLE} AND ${NARROWED}
          AND (opened_at, id) ${order === 'ASC' ? '>' : '<'} ($8::timestamptz, $9::text)
        ORDER BY opened_at ${order}, id ${order} LIMIT $10::integer) AS found`;
  });
  // A ticket that is found twice is one.
  return `${found.join(' UNION ')} ORDER BY "openedAt" ${order}, id ${order} LIMIT $10::integer`;
}

/**
 * The name of no statement: a search is planned for the values that it has. One plan for all of them would be made for an
 * ordinary tenant and an ordinary value, and sort a hundred thousand tickets of the largest.
 */
export const PLANNED_ANEW = '';
