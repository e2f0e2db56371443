import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EncodedEvent } from '../../encoding/encode-events.ts';
import type { WantedAppend } from '../../encoding/validate-append.ts';
import { BusyError, UnavailableError } from '../../port/errors.ts';
import type { AppendResult } from '../../port/event-store.ts';
import { streamName } from '../../port/stream.ts';
import { toRecords } from '../read/envelope.ts';
import { Claims, isSameCommand, type Claim } from './claims.ts';
import { placementOf, type Accepted, type LedgerParts } from './placement.ts';

const PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 500;
/** So long an undecided claim's writer is believed to be on the way; then another takes its place, where that is the same. */
const BELIEVED_MS = 250;

/**
 * One call of `append`. KurrentDB appends to one stream at a time, so a command is remembered before its events are stored:
 * a claim on the command's own stream names the place they are for, and the command is accepted when they stand there. Each
 * step is undone by nobody and may be repeated by anybody, wherever its writer stopped:
 *
 * - events are appended at an exact revision, so a claim's place is won by one append, and every other has lost it for good;
 * - a claim is written only behind claims that have lost, or for the same place as the last of them;
 * - so whoever finds a claim can tell, at its place alone, what became of the command.
 */
export class CommandAppend {
  private readonly claims: Claims;
  private readonly stream: string;
  private readonly attempt = randomUUID();
  /** Most commands are sent once: the first try takes it that nobody has claimed this one, and its claim says whether that is so. */
  private fresh = true;
  private readonly believing = new Map<number, number>();

  constructor(
    private readonly parts: LedgerParts,
    private readonly wanted: WantedAppend,
    private readonly events: readonly EncodedEvent[],
    /** Of the monotonic clock, in milliseconds. */
    private readonly deadline: number,
  ) {
    this.stream = streamName(wanted.stream);
    this.claims = new Claims(parts.connection, wanted.stream.tenant, wanted.command.commandId);
  }

  /** @throws BusyError, UnavailableError when the time is over */
  async run(): Promise<AppendResult> {
    let fateUnknown = false;
    let pause = PAUSE_MS;
    for (;;) {
      try {
        const result = await this.try();
        if (result) return result;
      } catch (error) {
        if (!(error instanceof UnavailableError || error instanceof BusyError)) throw error;
        fateUnknown ||= error instanceof UnavailableError;
        if (this.timeLeft === 0) throw fateUnknown ? asUnknown(error) : error;
        await sleep(Math.min(pause, this.timeLeft));
        pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
      }
    }
  }

  private get timeLeft(): number {
    return Math.max(0, this.deadline - performance.now());
  }

  /** Undefined where somebody else came first somewhere: what is so now is to be read anew. */
  private async try(): Promise<AppendResult | undefined> {
    const { fresh } = this;
    this.fresh = false;
    const [claims, current] = await Promise.all([
      fresh ? [] : this.claims.all(),
      this.parts.reader.lastRevision(this.stream),
    ]);
    if (fresh) return this.expects(current) ? this.append([], current) : undefined;
    const last = claims.at(-1);
    const fate = last && (await this.claims.fateOf(last));
    if (fate?.kind === 'accepted') return this.answer(claims, fate);
    if (this.timeLeft === 0) throw new BusyError('Others append to the stream, or send the command, all the time.');
    if (fate?.kind === 'undecided' && !this.mayPass(claims.length, last!, current)) {
      await sleep(PAUSE_MS);
      return undefined;
    }
    if (this.expects(current)) return this.append(claims, current);
    // The command itself may have moved the stream, in the moment between the two reads.
    const unclaimed = (await this.claims.all()).length === claims.length;
    return unclaimed ? { kind: 'conflict', currentRevision: current } : undefined;
  }

  private async append(claims: readonly Claim[], current: number): Promise<AppendResult | undefined> {
    const { connection } = this.parts;
    const { commandId, digest } = this.wanted.command;
    const claim: Claim = {
      stream: this.stream,
      firstRevision: current + 1,
      digest: digest ? Buffer.from(digest).toString('hex') : null,
      attempt: this.attempt,
    };
    const last = claims.at(-1);
    const standing = last?.attempt === this.attempt && last.firstRevision === claim.firstRevision;
    if (!standing && (await this.claims.add(claim, claims.length, this.timeLeft)) === 'conflict') return undefined;

    const number = standing ? claims.length - 1 : claims.length;
    const records = toRecords(this.events, { command: commandId.toLowerCase(), claim: number });
    const expected = current === -1 ? 'no stream' : current;
    if ((await connection.append(this.stream, expected, records, this.timeLeft)) === 'conflict') return undefined;
    // Another claim's events have the same ids: the server takes the second append for a repeat of the first.
    const fate = await this.claims.fateOf(claim);
    return fate.kind === 'accepted' ? this.answer([...claims, claim], fate) : undefined;
  }

  private async answer(claims: readonly Claim[], accepted: Accepted): Promise<AppendResult> {
    const { claim: number } = accepted.envelope;
    const claim = (claims[number] ?? (await this.claims.all())[number])!;
    if (claim.attempt === this.attempt) return { kind: 'appended', ...(await placementOf(this.parts, accepted)) };
    if (!isSameCommand(claim, this.wanted.command)) return { kind: 'command id reused' };
    return { kind: 'repeated', ...(await placementOf(this.parts, accepted)) };
  }

  private expects(current: number): boolean {
    const { expected } = this.wanted;
    return expected === 'any' || current === (expected === 'no stream' ? -1 : expected);
  }

  /** Past an undecided claim, to the place that it is for: where it is this call's own, or its writer was waited for. */
  private mayPass(claims: number, { stream, firstRevision, attempt }: Claim, current: number): boolean {
    if (stream !== this.stream || firstRevision !== current + 1) return false;
    if (attempt === this.attempt) return true;
    const since = this.believing.get(claims) ?? performance.now();
    this.believing.set(claims, since);
    return performance.now() - since >= BELIEVED_MS;
  }
}

const asUnknown = (error: Error): UnavailableError =>
  new UnavailableError(`Whether the append was stored is not known. ${error.message}`, { cause: error });
