import { expect, test } from 'vitest'
import { filesNamed } from './files-named.ts'

const [one, two, three, four] = [1, 2, 3, 4].map(place => `0190a6b0-7c1e-7d3a-9f42-5b8e2c6d1a7${place}`)

test('photos, labels and papers are found at any depth, each once', () => {
  const value = {
    items: [{ media: [{ id: one, kind: 'photo' }] }],
    messages: [{ media: [two, one], text: three }],
    shipments: [{ label: { url: three, qr: four }, documents: [{ url: 'https://labels.example/1.pdf' }] }],
    exchange: null,
  }
  expect(filesNamed(value)).toEqual([one, two, three, four])
})
