/** What a mail says, before anybody knows how it will look: one model from which the page and its plain twin are made, so that they never differ. */
/** A line of figures. `quiet` ones are told and not added, such as a tax inside the price. */
export type MoneyRow = { name: string; amount: string; quiet: boolean }

export type Block =
  | { is: 'text'; text: string }
  | { is: 'pieces'; title: string; rows: { text: string; detail: string | null }[] }
  | { is: 'money'; rows: MoneyRow[]; total: { name: string; amount: string } }
  | { is: 'facts'; rows: { name: string; value: string }[] }
  | { is: 'quote'; from: string | null; text: string }
  | { is: 'code'; text: string }
  | { is: 'button'; text: string; url: string }
  | { is: 'small'; text: string }

export type Content = {
  subject: string
  title: string
  /** Shown by mail programs beside the subject; the first sentence when left out. */
  preheader?: string
  blocks: Block[]
}

export const text = (sentence: string): Block => ({ is: 'text', text: sentence })
export const small = (sentence: string): Block => ({ is: 'small', text: sentence })
export const quote = (words: string, from: string | null = null): Block => ({ is: 'quote', from, text: words })

/** Facts without a value are left out, and so is a list without facts. */
export function facts(rows: Record<string, string | null | undefined>): Block[] {
  const told = Object.entries(rows).flatMap(([name, value]) => (value ? [{ name, value }] : []))
  return told.length > 0 ? [{ is: 'facts', rows: told }] : []
}

/** Nothing without an address to go to. */
export const button = (words: string, url: string | null): Block[] =>
  url === null ? [] : [{ is: 'button', text: words, url }]
