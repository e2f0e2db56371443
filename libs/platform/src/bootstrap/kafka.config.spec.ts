import { newId, RESERVED_TENANT } from '@ledgerdesk/kernel';
import { readKafkaConfig } from './kafka.config.ts';
import { readServiceConfig } from './service.config.ts';

const brokers = { KAFKA_BROKERS: 'a:9092, b:9092' };
const sasl = { KAFKA_SASL_MECHANISM: 'scram-sha-512', KAFKA_SASL_USERNAME: 'tickets', KAFKA_SASL_PASSWORD: 'hunter2' };

describe('Where Kafka is', () => {
  it('is its brokers, in clear and to anybody unless more is said', () => {
    expect(readKafkaConfig(brokers)).toEqual({
      kafka: { brokers: ['a:9092', 'b:9092'] },
      generation: '1',
      payload: 'protobuf',
      sessionMs: 30_000,
      clear: { tenants: [], retentionMs: 7 * 86_400_000 },
    });
  });

  it('has clear topics for the tenants that are named, each once, for so many hours', () => {
    const [one, other] = [newId('tnt'), newId('tnt')];
    expect(
      readKafkaConfig({ ...brokers, CLEAR_TOPICS: `${one}, ${other},${one}`, CLEAR_TOPICS_HOURS: '24' }).clear,
    ).toEqual({ tenants: [one, other], retentionMs: 86_400_000 });
  });

  it.each([
    ['no id', 'acme'],
    ['an id of something else', 'tnt_01h455vb4pex5vsknk084sn02t,psn_01h455vb4pex5vsknk084sn02q'],
    ['what stands above tenants', RESERVED_TENANT],
  ])('has no clear topic for %s', (_, named) => {
    expect(() => readKafkaConfig({ ...brokers, CLEAR_TOPICS: named })).toThrow(
      'CLEAR_TOPICS: must be ids of tenants (tnt_…), separated by commas',
    );
  });

  it('is spoken to over TLS, by the system’s certificates or by those that are given', () => {
    expect(readKafkaConfig({ ...brokers, KAFKA_TLS: 'true' }).kafka.tls).toBe(true);
    expect(readKafkaConfig({ ...brokers, KAFKA_TLS: 'true', KAFKA_CA: 'PEM' }).kafka.tls).toEqual({ ca: 'PEM' });
    expect(readKafkaConfig({ ...brokers, KAFKA_CA: 'PEM' }).kafka.tls).toBeUndefined();
  });

  it('is told who one is', () => {
    expect(readKafkaConfig({ ...brokers, ...sasl }).kafka.sasl).toEqual({
      mechanism: 'scram-sha-512',
      username: 'tickets',
      password: 'hunter2',
    });
  });

  it.each(['KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD'])('is not told who one is without %s', (missing) => {
    expect(() => readKafkaConfig({ ...brokers, ...sasl, [missing]: '' })).toThrow(
      'KAFKA_SASL_MECHANISM wants KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD',
    );
  });

  it('is among all faults of a service’s environment', () => {
    expect(() => readServiceConfig({ KAFKA_TLS: 'perhaps' })).toThrow(
      /LEDGER_URL: is not set[^]*KAFKA_BROKERS: is not set[^]*KAFKA_TLS: must be true or false/,
    );
  });
});
