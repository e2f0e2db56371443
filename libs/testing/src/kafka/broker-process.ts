import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Small, and soon at work: a spec's broker lives for seconds. */
const JVM = ['-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Dorg.slf4j.simpleLogger.showDateTime=true'];

/** How Java is told to run one of Kafka's programs. */
export const javaArguments = (jars: string, main: string, args: readonly string[]): readonly string[] => [
  ...JVM,
  '-cp',
  path.join(jars, '*'),
  main,
  ...args,
];

/** A broker that runs beside this process, and ends with it. */
export class BrokerProcess {
  private readonly ended: Promise<void>;
  private readonly endWithUs = (): void => void this.child.kill('SIGKILL');

  private constructor(
    private readonly child: ChildProcess,
    private readonly logFile: string,
  ) {
    process.on('exit', this.endWithUs);
    this.ended = new Promise((resolve) => {
      child.on('error', () => resolve());
      child.on('exit', () => resolve());
    });
    void this.ended.then(() => process.off('exit', this.endWithUs));
  }

  /** Resolves when it serves. @throws Error with the end of its log, where it gives up */
  static async start(jars: string, properties: string, logFile: string): Promise<BrokerProcess> {
    const log = openSync(logFile, 'w');
    const child = spawn('java', javaArguments(jars, 'kafka.Kafka', [properties]), { stdio: ['ignore', log, log] });
    closeSync(log);
    const broker = new BrokerProcess(child, logFile);
    await broker.untilReady();
    return broker;
  }

  get pid(): number {
    return this.child.pid ?? -1;
  }

  /** Sends the signal, and resolves when the process is gone. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    this.child.kill(signal);
    await this.ended;
  }

  private async untilReady(): Promise<void> {
    while (!this.log().includes('] Kafka Server started')) {
      if (this.child.pid === undefined || this.child.exitCode !== null || this.child.signalCode !== null) {
        throw new Error(`Kafka did not start:\n${this.log().slice(-4_000)}`);
      }
      await sleep(50);
    }
  }

  private log(): string {
    return readFileSync(this.logFile, 'utf8');
  }
}
