/** The same mail without a page: for programs and people that read text. */
import type { Block, Content } from './content.ts'
import type { Frame } from './frame.ts'

export const plainOf = (content: Content, { hello, foot }: Frame): string =>
  [
    content.title,
    hello,
    ...content.blocks.map(blockOf),
    // Mail programs cut off or fold what stands under two hyphens and a space.
    ['-- ', ...foot].join('\n'),
  ].join('\n\n') + '\n'

function blockOf(block: Block): string {
  switch (block.is) {
    case 'text':
    case 'small':
      return block.text
    case 'quote':
      return [...(block.from ? [block.from] : []), ...block.text.split('\n').map(line => `> ${line}`)].join('\n')
    case 'code':
      return `    ${block.text}`
    case 'button':
      return `${block.text}:\n${block.url}`
    case 'facts':
      return block.rows.map(({ name, value }) => `${name}: ${value}`).join('\n')
    case 'pieces':
      return [block.title, ...block.rows.map(row => `- ${[row.text, row.detail].filter(Boolean).join(', ')}`)].join(
        '\n',
      )
    case 'money':
      return [
        ...block.rows.map(row => `${row.name}: ${row.quiet ? `(${row.amount})` : row.amount}`),
        `${block.total.name}: ${block.total.amount}`,
      ].join('\n')
  }
}
