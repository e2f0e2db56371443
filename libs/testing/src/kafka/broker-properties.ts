/** Where one broker, which is its own controller, keeps its data and listens. */
export interface BrokerPlace {
  readonly dataFolder: string;
  readonly port: number;
  readonly controllerPort: number;
  readonly secured?: SecuredListener | undefined;
}

/** A listener behind TLS, for those who say who they are: each then may do what rights say, and nothing without one. */
export interface SecuredListener {
  readonly port: number;
  /** A file of its key and its certificate, PEM. */
  readonly keystore: string;
  /** Passwords of those who may come in, by name, whichever mechanism they use. */
  readonly users: Readonly<Record<string, string>>;
}

/** Kafka's configuration file: a single node, and as quick as that allows. */
export function brokerProperties({ dataFolder, port, controllerPort, secured }: BrokerPlace): string {
  const addresses = [
    `PLAINTEXT://127.0.0.1:${port}`,
    `CONTROLLER://127.0.0.1:${controllerPort}`,
    ...(secured ? [`SASL_SSL://127.0.0.1:${secured.port}`] : []),
  ].join(',');
  const settings: Readonly<Record<string, string | number>> = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.bootstrap.servers': `127.0.0.1:${controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    listeners: addresses,
    'advertised.listeners': addresses,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL_SSL:SASL_SSL',
    'log.dirs': dataFolder,
    'auto.create.topics.enable': 'false',
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 4,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    'share.coordinator.state.topic.num.partitions': 1,
    'group.initial.rebalance.delay.ms': 0,
    // So that a spec need not wait long for the group to miss a member that was killed.
    'group.min.session.timeout.ms': 1_000,
    // The time after which a killed broker may come back: 12 s by default, with these 4.
    'broker.session.timeout.ms': 1_500,
    'broker.heartbeat.interval.ms': 300,
    ...(secured && securedProperties(secured)),
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

const MODULES = 'org.apache.kafka.common.security';

function securedProperties({ keystore, users }: SecuredListener): Readonly<Record<string, string>> {
  const plainUsers = Object.entries(users).map(([name, password]) => `user_${name}="${password}"`);
  const scram = `${MODULES}.scram.ScramLoginModule required;`;
  return {
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.location': keystore,
    'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
    'listener.name.sasl_ssl.plain.sasl.jaas.config': `${MODULES}.plain.PlainLoginModule required ${plainUsers.join(' ')};`,
    'listener.name.sasl_ssl.scram-sha-256.sasl.jaas.config': scram,
    'listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config': scram,
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    // Whoever comes by the listener in clear, which is this machine's alone, may do everything.
    'super.users': 'User:ANONYMOUS',
    'allow.everyone.if.no.acl.found': 'false',
  };
}
