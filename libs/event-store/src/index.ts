export { createCommandHandler } from './command-handler/command-handler.ts';
export type { CommandHandlerOptions } from './command-handler/command-handler.ts';
export type { CommandContext, CommandHandler, CommandIdReused, Decide, Handled } from './command-handler/command.ts';
export { ConflictExhaustedError } from './command-handler/command.ts';
export { commandIdOf, eventIdOf } from './ids/event-id.ts';
export { InMemoryEventStore } from './in-memory/in-memory-event-store.ts';
export type { InMemoryEventStoreOptions } from './in-memory/in-memory-event-store.ts';
export { InMemoryLedger } from './in-memory/in-memory-ledger.ts';
export {
  BrokenKeyError,
  ForbiddenKeyUseError,
  MalformedMasterKeysError,
  UnknownMasterKeyError,
} from './key-ring/errors.ts';
export { InMemoryKeyRing } from './key-ring/in-memory-key-ring.ts';
export { MasterKeys, newMasterKey, parseMasterKeys, readMasterKeys } from './key-ring/master-keys.ts';
export type { MasterKey } from './key-ring/master-keys.ts';
export { grantKeyRights } from './key-ring/postgres/grant-key-rights.ts';
export type { KeyRights } from './key-ring/postgres/grant-key-rights.ts';
export { keysSchema } from './key-ring/postgres/keys-schema.ts';
export { PostgresKeyRing } from './key-ring/postgres/postgres-key-ring.ts';
export type { PostgresKeyRingOptions } from './key-ring/postgres/postgres-key-ring.ts';
export { valueName } from './key-ring/value-name.ts';
export type { NamedValue } from './key-ring/value-name.ts';
export { beginKurrentEpoch, KurrentEventStore } from './kurrentdb/kurrent-event-store.ts';
export type { KurrentEventStoreOptions } from './kurrentdb/kurrent-event-store.ts';
export { leafHash } from './leaf-hash/leaf-hash.ts';
export type { Leaf } from './leaf-hash/leaf-hash.ts';
export type { AppendObserver, AppendOutcome } from './port/append-observer.ts';
export { cursorOf, placeOf } from './port/cursor.ts';
export type { Cursor, Place } from './port/cursor.ts';
export {
  BusyError,
  DiskFullError,
  ForbiddenCategoryError,
  ForeignEpochError,
  InvalidAppendError,
  MalformedCursorError,
  TooLargeError,
  UnavailableError,
} from './port/errors.ts';
export type * from './port/event-store.ts';
export type { EventMetadata, NewEvent, RecordedEvent } from './port/event.ts';
export type { KeyRing, SubjectKey } from './port/key-ring.ts';
export { parseStreamName, streamName } from './port/stream.ts';
export type { StreamId } from './port/stream.ts';
export { isConnectionFault, isDiskFull } from './postgres/connection/connection-fault.ts';
export { PostgresEventStore } from './postgres/postgres-event-store.ts';
export type { PostgresEventStoreOptions } from './postgres/postgres-event-store.ts';
export { instantFrom } from './postgres/read/instant-from.ts';
export { grantLedgerRights } from './postgres/schema/grant-ledger-rights.ts';
export type { LedgerRights } from './postgres/schema/grant-ledger-rights.ts';
export { ledgerSchema } from './postgres/schema/ledger-schema.ts';
export { BrokenSealError, UnknownSealFormatError } from './sealing/errors.ts';
export { openValues } from './sealing/open-values.ts';
export { openValue, sealValue } from './sealing/seal-value.ts';
export type { ValueToOpen } from './sealing/seal-value.ts';
export { sealedOf } from './sealing/sealed-of.ts';
export { toMessageValue } from './sealing/sealed-value.ts';
export type { Opened, SealedValue, StoredSealedValue } from './sealing/sealed-value.ts';
export { NewerSchemaVersionError, UnknownEventTypeError, UnwritableEventError } from './versioning/errors.ts';
export { eventCodec } from './versioning/event-codec.ts';
export type { EventCodec, PlainEvent, StoredEvent } from './versioning/event-codec.ts';
export { firstVersion } from './versioning/event-category.ts';
export type {
  DomainEvent,
  EventCategory,
  EventVersions,
  PersonalMessage,
  Upcaster,
} from './versioning/event-category.ts';
