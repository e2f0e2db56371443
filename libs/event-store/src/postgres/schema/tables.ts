/**
 * The ledger's tables. A stream's id is the position of its first event. `streams` holds each stream's head, so that an append
 * need not look into `events`; `commands` is narrow and kept for ever: it answers repeats without a unique index on event
 * ids, which would cost a third of bulk speed. A stream's name is judged by `ledger.append` where it is made: a CHECK is
 * judged again at each move of the head, a tenth of the time of an append.
 */
export const TABLES = `
CREATE TABLE ledger.counter (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  epoch text NOT NULL,
  position bigint NOT NULL,
  stored_at timestamptz NOT NULL
) WITH (fillfactor = 10);
INSERT INTO ledger.counter (epoch, position, stored_at)
  VALUES (left(replace(gen_random_uuid()::text, '-', ''), 12), 0, 'epoch');

-- Empty: appends take turns by its lock.
CREATE TABLE ledger.turn ();

CREATE TABLE ledger.categories (
  id smallint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text COLLATE "C" NOT NULL UNIQUE CHECK (name ~ '^[A-Za-z]+$')
);

-- What a role may append to and read; the ids stand in the order of the names.
CREATE TABLE ledger.rights (
  role name PRIMARY KEY,
  categories text[] NOT NULL,
  category_ids smallint[] NOT NULL,
  reads_all boolean NOT NULL
);

CREATE TABLE ledger.streams (
  id bigint PRIMARY KEY,
  name text COLLATE "C" NOT NULL UNIQUE,
  revision bigint NOT NULL
) WITH (fillfactor = 70);

CREATE TABLE ledger.events (
  position bigint NOT NULL,
  stream bigint NOT NULL,
  revision bigint NOT NULL,
  category smallint NOT NULL,
  schema_version integer NOT NULL,
  recorded_at timestamptz NOT NULL,
  stored_at timestamptz NOT NULL,
  event_id uuid NOT NULL,
  leaf_hash bytea NOT NULL,
  type text NOT NULL,
  data text NOT NULL,
  metadata text NOT NULL
);
ALTER TABLE ledger.events ADD PRIMARY KEY (position);
CREATE UNIQUE INDEX events_of_a_stream ON ledger.events (stream, revision);
CREATE INDEX events_of_a_category ON ledger.events (category, position);

CREATE TABLE ledger.commands (
  tenant text COLLATE "C" NOT NULL,
  command_id uuid NOT NULL,
  stream bigint NOT NULL,
  first_revision bigint NOT NULL,
  last_revision bigint NOT NULL,
  position bigint NOT NULL,
  digest bytea,
  PRIMARY KEY (command_id, tenant)
);
`;
