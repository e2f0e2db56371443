export type { FeedEvent } from './port/feed-event.ts';
export type { Checkpoint, Consumer, Feed, FeedBatch } from './port/feed.ts';
export type { Publish, PublishedCategory, Publishing } from './port/publishing.ts';
export { publishCategory } from './publishing/publish-category.ts';
