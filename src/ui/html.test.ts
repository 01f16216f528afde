import { describe, expect, test } from 'vitest'
import { asMarkup, attributes, html } from './html.ts'

describe('html', () => {
  test('makes whatever goes into a hole harmless, in text and between quotes', () => {
    const typed = `<img src=x onerror="alert('1')"> & co`
    const safe = '&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; co'
    expect(html`<p title="${typed}">${typed}</p>`.text).toBe(`<p title="${safe}">${safe}</p>`)
  })

  test('lets markup of its own through, alone and in lists', () => {
    expect(html`<ul>${['a', 'b'].map(each => html`<li>${each}</li>`)}${asMarkup('<hr>')}</ul>`.text).toBe(
      '<ul><li>a</li><li>b</li><hr></ul>',
    )
  })

  test('says nothing for nothing, and a nought for a nought', () => {
    expect(html`[${null}${undefined}${false}${true}${''}${0}]`.text).toBe('[0]')
  })

  test('attributes stand alone, have a value, or are left out', () => {
    expect(html`<input${attributes({ required: true, checked: false, value: 'a"b', max: 0, id: null })}>`.text).toBe(
      '<input required value="a&quot;b" max="0">',
    )
  })
})
