import { describe, expect, test } from 'vitest'
import { BACKHAUL_HEADER } from './backhaul.ts'
import { recognise } from './formats.ts'

const formatOf = (line: string) => {
  const recognised = recognise(line)
  return typeof recognised === 'string' ? recognised : recognised.format
}

describe('the first line tells the format', () => {
  test.each([
    ['shopify', 'Name,Email,Financial Status,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Id'],
    ['woocommerce', 'order_id,order_number,date,status,order_total,item_name,item_quantity,item_total'],
    ['woocommerce', 'order_id,order_date,status,order_total,line_item_1,line_item_2'],
    ['woocommerce', 'order_id,date,status,order_total,line_items'],
    ['woocommerce', 'Order Number,Order Status,Order Date,Order Total Amount,Item Name,Quantity (- Refund),Item Cost'],
    ['backhaul', BACKHAUL_HEADER.join(';')],
    ['jsonl', '{"external_id":"1"}'],
  ])('%s', (format, line) => expect(formatOf(line)).toBe(format))

  test('an unknown header is told what the nearest format lacks', () => {
    expect(formatOf('Name,Email,Financial Status,Total,Created at')).toMatch(
      /nearest is shopify.*lineitem quantity, lineitem name, lineitem price/,
    )
  })

  test('a misspelt column of our own format is not passed over', () => {
    expect(formatOf([...BACKHAUL_HEADER, 'delivred_at'].join(','))).toMatch(/no column delivred_at/)
  })

  test('a format that was named must fit', () => {
    expect(recognise('order_id,status', 'shopify')).toMatch(/shopify/)
  })
})
