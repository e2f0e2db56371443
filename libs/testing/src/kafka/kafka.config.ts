/** The brokers that the environment names, for specs to use instead of one of their own. */
export function givenBrokers(): readonly string[] | undefined {
  const named = (process.env.KAFKA_BROKERS ?? '').split(',').map((broker) => broker.trim());
  const brokers = named.filter((broker) => broker !== '');
  return brokers.length > 0 ? brokers : undefined;
}
