export type { CommandContext, CommandHandler, CommandIdReused, Decide, Handled } from './command-handler/command.ts';
export { ConflictExhaustedError } from './command-handler/command.ts';
export type { Cursor } from './port/cursor.ts';
export {
  BusyError,
  ForbiddenCategoryError,
  ForeignEpochError,
  MalformedCursorError,
  TooLargeError,
  UnavailableError,
} from './port/errors.ts';
export type * from './port/event-store.ts';
export type { EventMetadata, NewEvent, RecordedEvent } from './port/event.ts';
export type { KeyRing, SubjectKey } from './port/key-ring.ts';
export { parseStreamName, streamName } from './port/stream.ts';
export type { StreamId } from './port/stream.ts';
export type { Opened, StoredSealedValue } from './sealing/sealed-value.ts';
export { firstVersion } from './versioning/event-category.ts';
export type {
  DomainEvent,
  EventCategory,
  EventVersions,
  PersonalMessage,
  Upcaster,
} from './versioning/event-category.ts';
