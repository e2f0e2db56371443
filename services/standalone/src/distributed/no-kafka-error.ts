/** There is no Kafka to work with; the message says what to do. */
export class NoKafkaError extends Error {
  override readonly name = 'NoKafkaError';
}
