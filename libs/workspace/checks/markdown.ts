/** The first lines of a page that is printed. */
export const heading = (title: string, from: string): string =>
  `# ${title}\n\nPrinted by \`npm run generate\` from ${from}; \`npm run check\` compares.\n`;

/** A table; line breaks and bars in its cells are made harmless. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line), ''].join('\n');
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
