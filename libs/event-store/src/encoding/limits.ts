/** Data and metadata of one event together, as UTF-8. */
export const MAX_EVENT_BYTES = 65_536;

/** Events of one append: it is one fact and one commit, and others wait for it. */
export const MAX_APPEND_EVENTS = 1000;

/** Data and metadata of all events of one append, as UTF-8: it is sent and held in memory as one. */
export const MAX_APPEND_BYTES = 8 << 20;

/** UTF-16 units of a stream's whole name. */
export const MAX_STREAM_NAME = 250;
