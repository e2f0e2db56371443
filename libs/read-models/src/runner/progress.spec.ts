import { ForeignEpochError } from '@ledgerdesk/event-store';
import { Progress } from './progress.ts';

const at = (position: bigint, epoch = 'e1') => ({ epoch, position });
const SOURCES = ['ledger', 'ticket/3'];

describe('How far a view is behind', () => {
  it('is the whole ledger before its first checkpoint', () => {
    expect(new Progress().lag('board', SOURCES, at(7n))).toBe(8n);
  });

  it('counts from the source that has come farther: it moved from one machine to many', () => {
    const progress = new Progress();
    progress.move('board', 'ledger', at(4n));
    expect(progress.lag('board', SOURCES, at(7n))).toBe(3n);
    progress.move('board', 'ticket/3', at(6n));
    expect(progress.lag('board', SOURCES, at(7n))).toBe(1n);
    progress.move('board', 'ticket/3', at(9n));
    expect(progress.lag('board', SOURCES, at(7n))).toBe(0n);
  });

  it('counts nothing that another partition has brought', () => {
    const progress = new Progress();
    progress.move('board', 'ticket/4', at(9n));
    expect(progress.lag('board', SOURCES, at(7n))).toBe(8n);
  });

  it('is not known of another epoch, unless one source is of this one', () => {
    const progress = new Progress();
    progress.move('board', 'ledger', at(9n, 'e0'));
    expect(() => progress.lag('board', SOURCES, at(7n))).toThrow(ForeignEpochError);
    progress.move('board', 'ticket/3', at(5n));
    expect(progress.lag('board', SOURCES, at(7n))).toBe(2n);
  });
});
