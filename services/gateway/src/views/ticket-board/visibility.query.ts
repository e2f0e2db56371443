import type { PersonId, TeamId } from '@ledgerdesk/kernel';

/** Which tickets somebody may see: all, or those of one requester and those with some teams. None where neither is given. */
export type Visibility =
  | { readonly all: true }
  | { readonly all: false; readonly requesterId: PersonId | null; readonly teamIds: readonly TeamId[] };

/** A ticket that is there and may be seen; the first three values of a statement are `visibilityValues`. */
export const VISIBLE = `number IS NOT NULL AND ($1::boolean OR requester_id = $2::text OR team_id = ANY ($3::text[]))`;

/** The same of a ticket that is found by something else: written so that it leads the planner into no index. */
export const FOUND_VISIBLE = `number IS NOT NULL AND
  ($1::boolean OR coalesce(requester_id = $2::text, false) OR coalesce(team_id = ANY ($3::text[]), false))`;

export const visibilityValues = (visible: Visibility): readonly unknown[] =>
  visible.all ? [true, null, []] : [false, visible.requesterId, visible.teamIds];
