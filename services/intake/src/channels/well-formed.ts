import { MalformedRequestError } from '@ledgerdesk/platform';
import { Transform, type TransformCallback } from 'node:stream';

/**
 * Lets a body through as it is, and fails at its end where its text is not UTF-8. Whoever parses it could not tell any more:
 * parsers put U+FFFD, or leave `%FF` as it stands.
 */
export class WellFormed extends Transform {
  private readonly decoder = new TextDecoder('utf-8', { fatal: true });
  private readonly escapes: PercentDecoder | undefined;
  private illFormed = false;

  constructor(mediaType: string | undefined) {
    super();
    if (mediaType?.toLowerCase().startsWith('application/x-www-form-urlencoded')) this.escapes = new PercentDecoder();
  }

  override _transform(chunk: Buffer, _: BufferEncoding, done: TransformCallback): void {
    this.check(() => this.decoder.decode(this.escapes?.decode(chunk) ?? chunk, { stream: true }));
    done(null, chunk);
  }

  override _flush(done: TransformCallback): void {
    this.check(() => this.decoder.decode());
    done(this.illFormed ? new MalformedRequestError('The body is not UTF-8') : null);
  }

  /** The rest is read all the same: who still sends does not hear an answer. */
  private check(decode: () => unknown): void {
    if (this.illFormed) return;
    try {
      decode();
    } catch {
      this.illFormed = true;
    }
  }
}

/** Bytes behind `%` and two hexadecimal digits, which may come in pieces (URL Standard, 1.3). */
class PercentDecoder {
  private begun = '';

  decode(chunk: Buffer): Uint8Array {
    const text = this.begun + chunk.toString('latin1');
    const end = /%[0-9a-f]?$/i.exec(text)?.index ?? text.length;
    this.begun = text.slice(end);
    const decoded = text
      .slice(0, end)
      .replaceAll(/%([0-9a-f]{2})/gi, (_, digits: string) => String.fromCharCode(parseInt(digits, 16)));
    return Buffer.from(decoded, 'latin1');
  }
}
