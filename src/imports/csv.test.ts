import { describe, expect, test } from 'vitest'
import { MAX_FIELD_CHARS, MAX_ROW_LINES, readRows, separatorOf, splitRow } from './csv.ts'
import { readLines } from './lines.ts'
import { allOf } from './testing.ts'

async function rowsOf(text: string, separator = ',') {
  const stream = (async function* () {
    yield text
  })()
  return allOf(readRows(readLines(stream, { bytesRead: 0 }), separator))
}

describe('rows', () => {
  test('quoted fields hold separators, doubled quotation marks and line breaks', async () => {
    const rows = await rowsOf('1,"a, ""b""\r\nc",2\r\n3,d,4\n')
    expect(rows.map(row => row.fields)).toEqual([
      ['1', 'a, "b"\nc', '2'],
      ['3', 'd', '4'],
    ])
    expect(rows.map(row => [row.line, row.to])).toEqual([
      [1, 2],
      [3, 3],
    ])
  })

  test('the text of a row is kept as written', async () => {
    const [row] = await rowsOf('1,"a, ""b""\nc"\n')
    expect(row?.raw).toBe('1,"a, ""b""\nc"')
  })

  test('a quotation mark inside an unquoted field is text', async () => {
    expect((await rowsOf('1,27" screen\n2,x\n')).map(row => row.fields)).toEqual([
      ['1', '27" screen'],
      ['2', 'x'],
    ])
  })

  test('a quotation mark that never closes spoils its own line only', async () => {
    const rows = await rowsOf('1,"open\n2,a\n3,"b"\n4,"c\nd"\n')
    expect(rows.map(row => [row.line, row.fields[0], row.broken === null])).toEqual([
      [1, '1', false],
      [2, '2', true],
      [3, '3', true],
      [4, '4', true],
    ])
  })

  test('a quotation mark that never closes in a long file is given up after a while, not at the end', async () => {
    const rows = await rowsOf(
      `1,"open\n${Array.from({ length: MAX_ROW_LINES * 2 }, (_, n) => `${n + 2},x`).join('\n')}\n`,
    )
    expect(rows.filter(row => row.broken !== null).map(row => row.line)).toEqual([1])
    expect(rows).toHaveLength(MAX_ROW_LINES * 2 + 1)
  })

  test('text after a closing quotation mark breaks that row', async () => {
    expect((await rowsOf('1,"a"b,2\n3,c,4\n')).map(row => row.broken === null)).toEqual([false, true])
  })

  test('empty lines and lines of separators are passed over, and counted', async () => {
    expect((await rowsOf('\n1,a\n\n,,\n2,b\n')).map(row => row.line)).toEqual([2, 5])
  })

  test('a field longer than a cell can be breaks its row', async () => {
    expect((await rowsOf(`1,${'x'.repeat(MAX_FIELD_CHARS + 1)}\n2,b\n`)).map(row => row.broken === null)).toEqual([
      false,
      true,
    ])
  })

  test('the last line needs no line break', async () => {
    expect((await rowsOf('1,a\n2,b')).map(row => row.fields)).toEqual([
      ['1', 'a'],
      ['2', 'b'],
    ])
  })
})

test('the separator is the one that makes the most columns of the header', () => {
  expect(['a,b,c', 'a;b;"c,d"', 'a\tb', 'alone'].map(separatorOf)).toEqual([',', ';', '\t', ','])
})

test('an empty last field is a field', () => {
  expect(splitRow('a,', ',').fields).toEqual(['a', ''])
  expect(splitRow('', ',').fields).toEqual([''])
  expect(splitRow('"",""', ',').fields).toEqual(['', ''])
})
