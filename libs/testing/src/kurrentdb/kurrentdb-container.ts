import { GenericContainer, Wait } from 'testcontainers';
import type { TestKurrentDb } from './start-kurrentdb.ts';

/** As `docker-compose.yml` has it. */
const IMAGE = 'kurrentplatform/kurrentdb:26.0.3';
const PORT = 2113;

/** A KurrentDB in a container of the spec's own, which holds its data in memory. */
export async function startContainer(): Promise<TestKurrentDb> {
  const container = await new GenericContainer(IMAGE)
    .withEnvironment({
      KURRENTDB_INSECURE: 'true',
      KURRENTDB_CLUSTER_SIZE: '1',
      KURRENTDB_MEM_DB: 'true',
      KURRENTDB_MAX_APPEND_SIZE: String(10 * 1024 * 1024),
    })
    .withExposedPorts(PORT)
    .withWaitStrategy(Wait.forHttp('/health/live', PORT).forStatusCodeMatching((code) => code >= 200 && code < 300))
    .start();
  return {
    url: `kurrentdb://${container.getHost()}:${container.getMappedPort(PORT)}?tls=false`,
    stop: async () => void (await container.stop()),
  };
}
