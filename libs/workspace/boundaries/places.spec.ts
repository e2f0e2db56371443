import { fits, placeOf } from './places.ts';

describe('A pattern of places', () => {
  it.each([
    ['domain', 'domain/ticket.ts'],
    ['domain', 'domain/merge/merge-tickets.ts'],
    ['views/*/*.query.ts', 'views/ticket-board/ticket-board.query.ts'],
    ['services/*/src/domain/**', 'services/tickets/src/domain/ticket.ts'],
    ['services/*/src/domain/**/*.spec.ts', 'services/tickets/src/domain/ticket.spec.ts'],
    ['services/*/src/*.ts', 'services/tickets/src/tickets.module.ts'],
  ])('%s fits %s', (pattern, path) => {
    expect(fits(pattern, path)).toBe(true);
  });

  it.each([
    ['domain', 'domains/ticket.ts'],
    ['views/*/*.query.ts', 'views/ticket-board/ticket-board.table.ts'],
    ['views/*/*.query.ts', 'views/board.query.ts'],
    ['services/*/src/domain/**', 'services/tickets/src/ports/domain.ts'],
    ['services/*/src/*.ts', 'services/tickets/src/api/api.module.ts'],
  ])('%s does not fit %s', (pattern, path) => {
    expect(fits(pattern, path)).toBe(false);
  });
});

describe('A place', () => {
  it('is told from its project’s sources', () => {
    expect(placeOf('services/tickets/src/domain/ticket.ts')).toEqual({
      project: 'services/tickets',
      fromSource: 'domain/ticket.ts',
    });
  });

  it('is outside of them for support code and specs of a project', () => {
    expect(placeOf('services/tickets/test/support/tickets.ts')?.fromSource).toBe('../test/support/tickets.ts');
  });

  it('is none where there is no project', () => {
    expect(placeOf('proto/ledgerdesk/tickets/v1/events.proto')).toBeUndefined();
  });
});
