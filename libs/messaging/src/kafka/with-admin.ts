import type { Admin } from 'kafkajs';
import type { FeedLogger } from '../delivery/health.ts';
import { kafkaClient, type KafkaConnection } from './connection.ts';

export interface AdminOptions {
  readonly connection: KafkaConnection;
  readonly logger: FeedLogger;
}

/** Does something as whoever looks after topics. */
export async function withAdmin<Result>(
  { connection, logger }: AdminOptions,
  work: (admin: Admin) => Promise<Result>,
): Promise<Result> {
  const admin = kafkaClient(connection, logger).admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}
