/** Data and metadata of one event together, as UTF-8. */
export const MAX_EVENT_BYTES = 65_536;

/** Events of one append: it is one fact and one commit, and others wait for it. */
export const MAX_APPEND_EVENTS = 1000;

/** UTF-16 units of a stream's whole name. */
export const MAX_STREAM_NAME = 250;
