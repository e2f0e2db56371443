import { FullDiskNotice } from './full-disk-notice.ts';

describe('The notice of a full disk', () => {
  const told: string[] = [];
  let now = 0;
  const logger = { error: (_: object, message: string) => void told.push(message) };
  const notice = new FullDiskNotice({ logger: logger as never, disk: 'of /var/lib/desk', now: () => now });

  it('names the disk and what to do, at once', () => {
    notice.tell();
    expect(told).toEqual([expect.stringMatching(/^The disk is full \(of \/var\/lib\/desk\): make room there\./)]);
  });

  it('is given once a minute, however many find it full', () => {
    now = 59_999;
    notice.tell();
    expect(told).toHaveLength(1);
    now = 60_000;
    notice.tell();
    notice.tell();
    expect(told).toHaveLength(2);
  });
});
