import { Cluster, type ClusterOptions } from '@ledgerdesk/postgres';

/** A program of its own, run by specs to be killed: starts a cluster, says where, and stays. */
const cluster = await Cluster.start(JSON.parse(process.argv[2]!) as ClusterOptions);
console.log(JSON.stringify({ pid: cluster.pid, url: cluster.url() }));
setInterval(() => undefined, 1000);
