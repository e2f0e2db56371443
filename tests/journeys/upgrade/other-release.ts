// Read by Node before a service's program (--import): makes another release of it, where the file that RELEASES names says so.
// `behind` is one that does not know yet that tickets can be held. `ahead` is one that says of an opened ticket what the weather
// was, in a third version of the event, and knows an event that no other service does.
import { tickets } from '@ledgerdesk/contracts';
import { eventIdOf, PostgresEventStore, type EventVersions, type NewEvent } from '@ledgerdesk/event-store';
import { existsSync, readFileSync } from 'node:fs';

/** Of a message that is not in the contract yet, and of a field of one that is: higher than they will ever be. */
const [PRAISED_TAG, WEATHER_TAG] = [900 * 8 + 2, 901 * 8 + 2];

const service = /services\/(\w+)\/dist\/main\.js$/.exec(process.argv[1] ?? '')?.[1];
const release = service === undefined ? undefined : releases()[service];
if (release === 'behind') behind();
if (release === 'ahead' && service === 'tickets') await ahead();

function releases(): Readonly<Record<string, 'behind' | 'ahead'>> {
  const file = process.env.RELEASES ?? '';
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, 'behind' | 'ahead'>) : {};
}

function behind(): void {
  const { decode } = tickets.TicketEvent;
  tickets.TicketEvent.decode = (input, length) => {
    const event = decode(input, length);
    return event.message?.$case === 'ticketHeld' ? { message: undefined } : event;
  };
}

interface Category {
  readonly versions: Record<string, EventVersions>;
  aggregate: { readonly initial: unknown; readonly evolve: (state: unknown, event: Said, facts: unknown) => unknown };
}

interface Said {
  readonly type: string;
}

async function ahead(): Promise<void> {
  const built = (file: string): Promise<unknown> =>
    import(new URL(`../../../services/tickets/dist/${file}.js`, import.meta.url).href);
  const { ticketCategory } = (await built('ledger/ticket-category')) as { ticketCategory: Category };
  const { ticketPublishing } = (await built('publishing/ticket-publishing')) as { ticketPublishing: object };
  readAndFold(ticketCategory);
  write();
  publish(ticketPublishing);
}

function readAndFold(category: Category): void {
  const { versions, aggregate } = category;
  const { current, upcasters } = versions.TicketOpened!;
  versions.TicketOpened = {
    current: current + 1,
    upcasters: [...upcasters, (data) => ({ ...data, weather: 'unknown' })],
  };
  versions.TicketPraised = { current: 1, upcasters: [] };
  category.aggregate = {
    ...aggregate,
    evolve: (state, event, facts) => (event.type === 'TicketPraised' ? state : aggregate.evolve(state, event, facts)),
  };
}

function write(): void {
  const { append } = PostgresEventStore.prototype;
  PostgresEventStore.prototype.append = function (stream, expected, events, ...rest) {
    const said = events.map((event) =>
      event.type === 'TicketOpened' ? { ...event, data: { ...event.data, weather: 'rain' } } : event,
    );
    const confirmed = said.find(({ type }) => type === 'ResolutionConfirmed');
    if (confirmed) said.push(praiseAfter(confirmed, said.length));
    return append.call(this, stream, expected, said as [NewEvent, ...NewEvent[]], ...rest);
  };
}

const praiseAfter = (event: NewEvent, index: number): NewEvent => ({
  ...event,
  eventId: eventIdOf(event.metadata.tenantId, event.metadata.commandId, index),
  type: 'TicketPraised',
  schemaVersion: 1,
  data: {},
});

function publish(publishing: object): void {
  Object.assign(publishing, { TicketPraised: () => ({ message: { $case: 'ticketPraised', value: {} } }) });
  const ofEvent = tickets.TicketEvent.encode;
  tickets.TicketEvent.encode = (event, writer) => {
    const written = ofEvent(event, writer);
    const praised = (event.message?.$case as string | undefined) === 'ticketPraised';
    return praised ? written.uint32(PRAISED_TAG).bytes(new Uint8Array()) : written;
  };
  const ofOpened = tickets.TicketOpened.encode;
  tickets.TicketOpened.encode = (opened, writer) => ofOpened(opened, writer).uint32(WEATHER_TAG).string('rain');
}
