/** Rows as CSV (RFC 4180), safe to open in a spreadsheet. */

export type Cell = string | number | null

/**
 * What a spreadsheet takes for a formula when a cell begins with it (OWASP, CSV Injection). Texts in returns come from strangers; in front of
 * theirs goes an apostrophe, which spreadsheets do not show. Numbers are ours.
 */
const FORMULA = /^[=+\-@\t\r]/

export const csvRow = (cells: readonly Cell[], { raw }: { raw: boolean }): string =>
  `${cells.map(cell => csvCell(cell, raw)).join(',')}\n`

function csvCell(cell: Cell, raw: boolean): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  const text = !raw && FORMULA.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
