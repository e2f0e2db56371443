/** A CloudEvent as `GET /v1/events` tells it. */
export interface TheirEvent {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly sequence: string;
  readonly epoch: string;
  readonly time?: string;
  readonly data: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface EventsAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Empty where it is a problem. */
  readonly events: readonly TheirEvent[];
  readonly problem: Readonly<Record<string, unknown>> | undefined;
  readonly cursor: string;
  readonly more: boolean;
}

export interface EventsQuery {
  readonly after?: string;
  readonly limit?: number | string;
  readonly wait?: number | string;
  readonly topics?: string;
  readonly types?: string;
}

/** One request for events, as an integration sends it. */
export async function getEvents(
  address: string,
  token: string | undefined,
  query: EventsQuery = {},
  { headers, signal = AbortSignal.timeout(60_000) }: { readonly headers?: object; readonly signal?: AbortSignal } = {},
): Promise<EventsAnswer> {
  const url = new URL('/v1/events', address);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
  const response = await fetch(url, {
    headers: { ...(token && { authorization: `Bearer ${token}` }), ...headers },
    signal,
  });
  const body = (await response.json()) as readonly TheirEvent[] | Readonly<Record<string, unknown>>;
  const isBatch = Array.isArray(body);
  return {
    status: response.status,
    headers: response.headers,
    events: isBatch ? (body as readonly TheirEvent[]) : [],
    problem: isBatch ? undefined : (body as Readonly<Record<string, unknown>>),
    cursor: response.headers.get('ledgerdesk-cursor') ?? '',
    more: response.headers.get('ledgerdesk-more') === 'true',
  };
}

/** Reads on and on, as an integration does. */
export class EventFeed {
  readonly events: TheirEvent[] = [];
  cursor: string | undefined;

  constructor(
    private readonly address: string,
    private readonly token: string,
    private readonly query: EventsQuery = {},
  ) {}

  /** All that there is by now. @throws Error where it is answered a problem */
  async toTheEnd(): Promise<readonly TheirEvent[]> {
    while ((await this.on()).more);
    return this.events;
  }

  /** Waits until something has come of which that is true. */
  async until(isThere: (event: TheirEvent) => boolean): Promise<TheirEvent> {
    for (;;) {
      const found = this.events.find(isThere);
      if (found) return found;
      await this.on({ wait: 30 });
    }
  }

  private async on(query: EventsQuery = {}): Promise<EventsAnswer> {
    const after = this.cursor !== undefined && { after: this.cursor };
    const answer = await getEvents(this.address, this.token, { ...this.query, ...after, ...query });
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.problem));
    this.events.push(...answer.events);
    this.cursor = answer.cursor;
    return answer;
  }
}

/** `TicketOpened` */
export const nameOf = ({ type }: Pick<TheirEvent, 'type'>): string => type.slice(type.lastIndexOf('.') + 1);
