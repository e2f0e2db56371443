import { UnavailableError, type EventStore } from '@ledgerdesk/event-store';

/** A store that is gone as soon as somebody appends to that category: what stood before it stands, nothing more comes. */
export function crashingAt(store: EventStore, category: string): EventStore {
  return new Proxy(store, {
    get(target, name) {
      if (name !== 'append') {
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? value.bind(target) : value;
      }
      const append: EventStore['append'] = (stream, ...rest) =>
        stream.category === category
          ? Promise.reject(new UnavailableError('It crashed here'))
          : target.append(stream, ...rest);
      return append;
    },
  });
}
