/** `ticket-board` and `ticketBoard` as PostgreSQL's names: `ticket_board`. */
export const snakeCase = (name: string): string =>
  name.replaceAll('-', '_').replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
