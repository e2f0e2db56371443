/** What the files of one place may import beside each other. */
export interface Row {
  /** Where they stand, from the root; the first row that fits counts. `*` is one name, `**` any number of folders. */
  readonly in: string;
  /** Folders and files of the same project, from its `src` (`**` is all of that); `.` is the slice itself (`views/ticket-board`). */
  readonly folders: readonly string[];
  /** Libs, by the name of their folder. */
  readonly libs: readonly string[];
  /** npm packages and Node's own modules; `*` after a slash or colon stands for all below. */
  readonly npm: readonly string[];
}

const infrastructure = ['event-store', 'messaging', 'read-models', 'platform', 'postgres'];
const everyLib = ['kernel', 'contracts', ...infrastructure];
const nest = ['@nestjs/*'];

/** Packages without clock, chance or I/O that a decision may use: time zones, decimals, CEL, linear-time patterns. */
const purePackages: readonly string[] = [];

/** Specs: the project's own code, what is made for specs, and the tools they are written with. */
const specs: readonly Row[] = [
  // Loads no Nest: from red to green takes about a second.
  {
    in: 'services/*/src/domain/**/*.spec.ts',
    folders: ['domain', '../test/support'],
    libs: ['kernel', 'contracts', 'testing'],
    npm: ['fast-check'],
  },
  {
    in: 'services/*/src/**/*.spec.ts',
    folders: ['**', '../test/support'],
    libs: [...everyLib, 'testing'],
    npm: [...nest, 'fast-check', 'reflect-metadata', 'zod', 'node:crypto'],
  },
  { in: 'services/*/test/**', folders: ['**', '../**'], libs: [...everyLib, 'testing'], npm: ['*'] },
  { in: 'libs/*/src/**/*.spec.ts', folders: ['**', '../test/support'], libs: [...everyLib, 'testing'], npm: ['*'] },
  { in: 'libs/*/test/**', folders: ['**', '../**'], libs: [...everyLib, 'testing'], npm: ['*'] },
  { in: 'tests/**', folders: ['**', '../**'], libs: [...everyLib, 'testing'], npm: ['*'] },
];

/** The gateway has folders of its own: what it shows, whom it asks, what it heard, who is asking. */
const gateway: readonly Row[] = [
  // Apollo and the web server beneath the schema: nothing of them is known to types and resolvers.
  {
    in: 'services/gateway/src/graphql/server/**',
    folders: ['graphql', 'live', 'identity'],
    libs: ['kernel', 'contracts', 'platform'],
    npm: [...nest, 'graphql', '@apollo/server', '@apollo/server/*', 'fastify'],
  },
  {
    in: 'services/gateway/src/graphql/**',
    folders: ['graphql', 'clients', 'views/*/*.query.ts', 'live', 'identity'],
    libs: ['kernel', 'contracts', 'platform'],
    npm: [...nest, 'graphql', 'class-validator', 'class-transformer', 'dataloader', 'node:crypto'],
  },
  {
    in: 'services/gateway/src/clients/**',
    folders: ['clients', 'identity'],
    libs: ['kernel', 'contracts', 'platform'],
    npm: nest,
  },
  {
    in: 'services/gateway/src/live/**',
    folders: ['live', 'views/*/*.query.ts', 'identity'],
    libs: ['kernel', 'contracts', 'platform', 'messaging', 'read-models'],
    npm: [...nest, 'node:crypto'],
  },
  {
    in: 'services/gateway/src/identity/**',
    folders: ['identity', 'views/*/*.query.ts'],
    libs: ['kernel', 'contracts', 'platform'],
    npm: nest,
  },
  // No view: it keeps what others keep in Kafka, in the transaction of its checkpoint.
  {
    in: 'services/gateway/src/event-log/**',
    folders: ['event-log'],
    libs: ['kernel', 'contracts', 'messaging', 'read-models'],
    npm: ['pg'],
  },
  {
    in: 'services/gateway/src/http/**',
    folders: ['http', 'identity', 'live', 'event-log', 'views/*/*.query.ts'],
    libs: ['kernel', 'contracts', 'platform', 'messaging'],
    npm: [...nest, 'fastify', '@fastify/static', 'node:*'],
  },
];

/** Standalone: wires all services, owns the data folder, and plays the demo desk over the way in that others use too. */
const standalone: readonly Row[] = [
  {
    in: 'services/standalone/src/demo/**',
    folders: ['demo'],
    libs: ['kernel', 'contracts', 'event-store', 'platform'],
    npm: ['node:crypto', 'node:timers/promises'],
  },
  // Starts the Kafka that specs run against, and gives each process the keys that an operator would.
  {
    in: 'services/standalone/src/distributed/**',
    folders: ['**'],
    libs: [...everyLib, 'testing'],
    npm: [...nest, 'jose', 'pino', 'zod', 'node:*'],
  },
  {
    in: 'services/standalone/src/**',
    folders: ['**'],
    libs: everyLib,
    npm: [...nest, 'fastify', 'pg', 'pino', 'reflect-metadata', 'zod', 'node:*'],
  },
];

/** Every service: which capability, pure or not, which direction. */
const services: readonly Row[] = [
  { in: 'services/*/src/domain/**', folders: ['domain'], libs: ['kernel', 'contracts'], npm: purePackages },
  { in: 'services/*/src/ports/**', folders: ['ports', 'domain'], libs: ['kernel'], npm: [] },
  // `sealedOf` passes a sealed value closed; `Publishing` is the total map.
  {
    in: 'services/*/src/publishing/**',
    folders: ['publishing', 'domain'],
    libs: ['kernel', 'contracts', 'event-store', 'messaging'],
    npm: [],
  },
  // How the domain's events stand in the ledger: versions, upcasters, plaintexts; in access also what `api` asks of it.
  {
    in: 'services/*/src/ledger/**',
    folders: ['ledger', 'domain', 'api/ledger.ts'],
    libs: ['kernel', 'contracts', 'event-store'],
    npm: [],
  },
  // Tables beside the views, such as ticket numbers.
  { in: 'services/*/src/migrations/**', folders: ['migrations'], libs: ['postgres'], npm: ['typeorm'] },
  // A fold sees public events and its row. Not the service's domain: moving a view is moving a folder.
  {
    in: 'services/*/src/views/*/*.project.ts',
    folders: ['.'],
    libs: ['kernel', 'contracts', 'read-models', 'messaging'],
    npm: [],
  },
  {
    in: 'services/*/src/views/*/*.query.ts',
    folders: ['.', 'views/*/*.table.ts'],
    libs: ['kernel', 'contracts', 'read-models'],
    npm: ['typeorm'],
  },
  {
    in: 'services/*/src/views/*/**',
    folders: ['.'],
    libs: ['kernel', 'contracts', 'read-models', 'messaging'],
    npm: ['typeorm'],
  },
  // The list of them.
  { in: 'services/*/src/views/*.ts', folders: ['views/*/*.view.ts'], libs: ['read-models'], npm: [] },
  {
    in: 'services/*/src/reactions/**',
    folders: ['reactions', 'domain', 'ports'],
    libs: ['kernel', 'contracts', 'event-store', 'messaging', 'platform'],
    npm: ['@nestjs/common', '@nestjs/microservices'],
  },
  {
    in: 'services/*/src/api/**',
    folders: ['api', 'domain', 'views', 'ports'],
    libs: ['kernel', 'contracts', 'event-store', 'platform'],
    npm: nest,
  },
  {
    in: 'services/*/src/channels/**',
    folders: ['channels', 'domain', 'views', 'ports'],
    libs: ['kernel', 'contracts', 'event-store', 'platform'],
    npm: [...nest, 'fastify', 'node:crypto', 'node:stream'],
  },
  {
    in: 'services/*/src/adapters/**',
    // A port may be answered from the service's own views.
    folders: ['adapters', 'ports', 'domain', 'views/*/*.query.ts'],
    libs: everyLib,
    npm: ['*'],
  },
  // Access alone: the identity provider that stands in for a real one on one machine.
  {
    in: 'services/access/src/issuer/**',
    folders: ['issuer'],
    libs: ['kernel', 'platform'],
    npm: [...nest, 'jose', 'node:fs'],
  },
  // Module, configuration and main: the only files that know both a port and its adapter.
  { in: 'services/*/src/*.ts', folders: ['**'], libs: everyLib, npm: [...nest, 'zod'] },
];

/** Libs: what everything stands on knows little, and no port knows the technology behind it. */
const libs: readonly Row[] = [
  { in: 'libs/kernel/src/**', folders: ['**'], libs: [], npm: ['typeid-js'] },
  { in: 'libs/contracts/src/**', folders: ['**'], libs: ['kernel'], npm: ['@bufbuild/protobuf/*'] },
  { in: 'libs/event-store/src/port/**', folders: ['port'], libs: ['kernel'], npm: [] },
  {
    in: 'libs/messaging/src/port/**',
    folders: ['port'],
    libs: ['kernel', 'contracts', 'event-store'],
    npm: [],
  },
  // Another client takes kafkajs's place by another such folder: it knows what feeds have in common, and no database.
  {
    in: 'libs/messaging/src/kafka/**',
    folders: ['kafka', 'port', 'delivery', 'cloud-events'],
    libs: ['kernel', 'contracts', 'event-store'],
    npm: ['kafkajs', 'node:*'],
  },
  // A view's table is an EntitySchema, so its port says so.
  {
    in: 'libs/read-models/src/port/**',
    folders: ['port'],
    libs: ['kernel', 'contracts', 'event-store', 'messaging'],
    npm: ['typeorm'],
  },
  { in: 'libs/testing/src/**', folders: ['**'], libs: [...everyLib, 'testing'], npm: ['*'] },
  // Which of these may import which: `projects.ts`; which technology lives where: `homes.ts`.
  { in: 'libs/*/src/**', folders: ['**'], libs: everyLib, npm: ['*'] },
];

/**
 * The import table. It began as the table of the design and was widened by what the code turned out to need; the comments
 * say why. A place without a row is refused: a new folder begins here.
 */
export const importTable: readonly Row[] = [...specs, ...gateway, ...standalone, ...services, ...libs];
