/** What was found: said line by line while it is measured, and as one table in the end. */

/** `isMet` is null where nothing is promised. */
type Figure = { subject: string; what: string; value: string; bar: string; isMet: boolean | null }

export type Bar = { text: string; isMet: boolean }

export const atLeast = (ratio: number, least: number): Bar => ({ text: `≥ × ${least}`, isMet: ratio >= least })

export const atMost = (value: number, most: number, say: (value: string) => string): Bar => ({
  text: `≤ ${say(String(most))}`,
  isMet: value <= most,
})

export const times = (ratio: number): string => `× ${ratio.toFixed(2)}`
export const perSecond = (rate: number): string => `${Math.round(rate).toLocaleString('en')}/s`
export const milliseconds = (ms: number): string => `${ms.toFixed(2)} ms`

export class Report {
  readonly #figures: Figure[] = []
  #subject = ''

  begin(subject: string): void {
    this.#subject = subject
    console.error(`\n${subject}`)
  }

  /** To standard error, so that standard output holds the table alone. */
  say(what: string, value: string, bar?: Bar): void {
    const figure = { subject: this.#subject, what, value, bar: bar?.text ?? '', isMet: bar?.isMet ?? null }
    this.#figures.push(figure)
    console.error(`  ${rowOf(figure).slice(1).join('  ')}`)
  }

  table(): string {
    const rows = this.#figures.map(rowOf)
    const widths = [0, 1, 2, 3].map(column => Math.max(...rows.map(row => row[column]?.length ?? 0)))
    return rows
      .map(row =>
        row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd(),
      )
      .join('\n')
  }

  json(): string {
    return JSON.stringify(this.#figures)
  }
}

const rowOf = ({ subject, what, value, bar, isMet }: Figure): string[] => [
  subject,
  what,
  value,
  isMet === false ? `${bar}  missed` : bar,
]
