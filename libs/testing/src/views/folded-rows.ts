import type { Topic } from '@ledgerdesk/contracts';
import { applyEvent, UNSPOKEN, type AnyGroup, type GroupState, type View, type ViewRow } from '@ledgerdesk/read-models';
import type { FeedHistory } from './feed-history.ts';

/** The rows that a history makes of a view, without a database; what is null is absent. In the order of their first event. */
export function foldedRows<Row extends ViewRow>(view: View<Row>, history: FeedHistory): readonly Partial<Row>[] {
  const groups = view.groups as Readonly<Partial<Record<Topic, AnyGroup>>>;
  const rows = new Map<string, { readonly key: ViewRow; readonly states: Map<Topic, GroupState> }>();
  for (const event of history.events) {
    const group = groups[event.topic];
    for (const id of group?.keys(event) ?? []) {
      const place = `${event.tenant}/${id}`;
      const row = rows.get(place) ?? { key: { tenantId: event.tenant, id }, states: new Map() };
      rows.set(place, row);
      const before = row.states.get(event.topic) ?? UNSPOKEN;
      row.states.set(event.topic, applyEvent(group!, before, history.opened(event), id));
    }
  }
  return [...rows.values()].map(
    ({ key, states }) => Object.assign({ ...key }, ...[...states.values()].map((state) => state.row)) as Partial<Row>,
  );
}
