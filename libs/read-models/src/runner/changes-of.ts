import { cursorOf, type Place } from '@ledgerdesk/event-store';
import type { TenantId } from '@ledgerdesk/kernel';
import type { TouchedRow } from '../fold/touched-rows.ts';
import type { View } from '../port/view.ts';
import type { ViewChange } from '../port/views.ts';

/** What listeners are told of rows that changed, by tenant. */
export const changesOf = (
  { name: view }: Pick<View, 'name'>,
  place: Place,
  changed: readonly TouchedRow[],
): readonly ViewChange[] =>
  [...Map.groupBy(changed, ({ tenant }) => tenant)].map(([tenant, rows]) => ({
    view,
    tenant: tenant as TenantId,
    keys: rows.map(({ id }) => id),
    cursor: cursorOf(place),
  }));
