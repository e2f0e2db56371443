import { Closing } from './closing.ts';

describe('What has been opened', () => {
  it('is closed, the last first', async () => {
    const closing = new Closing();
    const closed: string[] = [];
    for (const name of ['folder', 'database', 'server']) closing.add(() => closed.push(name));
    await closing.close();
    expect(closed).toEqual(['server', 'database', 'folder']);
  });

  it('is closed even where something above it fails, or never comes to an end', async () => {
    const closing = new Closing();
    let closed = false;
    closing.add(() => (closed = true));
    closing.add(() => Promise.reject(new Error('broken')));
    closing.add(() => {
      throw new Error('broken at once');
    });
    closing.add(() => new Promise(() => undefined), 1);
    await closing.close();
    expect(closed).toBe(true);
  });

  it('is waited for no longer than whoever closes can wait', async () => {
    const closing = new Closing();
    let closed = false;
    closing.add(() => (closed = true));
    closing.add(() => new Promise(() => undefined), 600_000);
    await closing.close({ atMostMs: 1 });
    expect(closed).toBe(true);
  });

  it('is closed once', async () => {
    const closing = new Closing();
    let times = 0;
    closing.add(() => (times += 1));
    await closing.close();
    await closing.close();
    expect(times).toBe(1);
  });
});
