/** Small drawings, one stroke of 1.5 on a field of 20. They stand beside words and never instead of them, so nobody has to hear of them. */
import { asMarkup, type Html } from './html.ts'

export type IconName = keyof typeof DRAWN

/** Those that point along the line of reading are turned round where it runs from right to left. */
const MIRRORED = new Set<string>(['back', 'forward', 'truck', 'refund', 'message', 'leave'])

const DRAWN = {
  check: '<path d="m4 10.5 4 4 8-9"/>',
  done: '<circle cx="10" cy="10" r="7.25"/><path d="m6.75 10.25 2.25 2.25 4.25-4.75"/>',
  clock: '<circle cx="10" cy="10" r="7.25"/><path d="M10 5.75V10l2.75 2"/>',
  cross: '<path d="m5 5 10 10M15 5 5 15"/>',
  stopped: '<circle cx="10" cy="10" r="7.25"/><path d="m7.5 7.5 5 5m0-5-5 5"/>',
  warning: '<path d="M10 3.25 17.5 16.5h-15Z"/><path d="M10 8.25v3.5M10 14v.01"/>',
  info: '<circle cx="10" cy="10" r="7.25"/><path d="M10 9.25v4.25M10 6.5v.01"/>',
  camera:
    '<path d="M2.75 7a1.5 1.5 0 0 1 1.5-1.5h2L7.5 3.5h5l1.25 2h2a1.5 1.5 0 0 1 1.5 1.5v7.5a1.5 1.5 0 0 1-1.5 1.5H4.25a1.5 1.5 0 0 1-1.5-1.5Z"/><circle cx="10" cy="10.5" r="3"/>',
  box: '<path d="m10 2.75 7 3.5v7.5l-7 3.5-7-3.5v-7.5Z"/><path d="m3 6.25 7 3.5 7-3.5M10 9.75v7.5M6.5 4.5l7 3.5"/>',
  truck:
    '<path d="M4.25 14.25H2V5.5h9.5v8.75H8.25M11.5 8.5h3.25L18 11.5v2.75h-1.75M11.5 14.25h.75"/><circle cx="6.25" cy="14.5" r="1.75"/><circle cx="14.25" cy="14.5" r="1.75"/>',
  refund: '<path d="M6.5 4 3 7.5 6.5 11"/><path d="M3 7.5h8.75a4.5 4.5 0 0 1 0 9H7"/>',
  gift: '<path d="M3.5 9.5h13V17h-13ZM2.5 6h15v3.5h-15ZM10 6v11M10 6C8 6 6 5.25 6 3.9 6 2.6 8.8 2 10 6Zm0 0c2 0 4-.75 4-2.1C14 2.6 11.2 2 10 6Z"/>',
  swap: '<path d="M13.5 2.75 17 6.25l-3.5 3.5M17 6.25H4M6.5 10.25 3 13.75l3.5 3.5M3 13.75h13"/>',
  back: '<path d="M11.75 4.5 6.25 10l5.5 5.5"/>',
  forward: '<path d="m8.25 4.5 5.5 5.5-5.5 5.5"/>',
  chevron: '<path d="m5 8 5 5 5-5"/>',
  leave: '<path d="M8.5 5H5v10h10v-3.5M11 4.5h4.5V9M15.25 4.75 9 11"/>',
  print: '<path d="M5.5 7.5V3h9v4.5M5.5 14H3V7.5h14V14h-2.5"/><path d="M5.5 11.5h9V17h-9Z"/>',
  calendar: '<path d="M3 4.5h14V17H3ZM3 8.5h14M6.75 2.75v3.5M13.25 2.75v3.5"/>',
  message: '<path d="M3 4h14v10H9l-4 3v-3H3Z"/><path d="M6.5 7.75h7M6.5 10.5h4.5"/>',
  document: '<path d="M5 2.75h6.5L15.5 7v10.25H5Z"/><path d="M11.25 2.75V7h4.25M7.75 10.5h5M7.75 13.5h5"/>',
  plus: '<path d="M10 4.5v11M4.5 10h11"/>',
  minus: '<path d="M4.5 10h11"/>',
  place:
    '<path d="M10 17.5c3.5-4 5.5-6.75 5.5-9.25a5.5 5.5 0 0 0-11 0c0 2.5 2 5.25 5.5 9.25Z"/><circle cx="10" cy="8.25" r="2"/>',
  card: '<path d="M2.5 4.75h15v10.5h-15ZM2.5 8.25h15M5.25 12h3"/>',
  dot: '<circle cx="10" cy="10" r="4.5"/>',
  now: '<circle cx="10" cy="10" r="7.25"/><circle cx="10" cy="10" r="3" fill="currentColor"/>',
  picture: '<path d="M3 4h14v12H3Z"/><path d="m3 13 4-4 3.5 3.5L13 10l4 4"/><circle cx="12.75" cy="7.25" r="1"/>',
  cloth: '<path d="m7 3-4.5 2.5 1.5 4 2-.75V17h8V8.75l2 .75 1.5-4L13 3c-.4 1.35-1.5 2.25-3 2.25S7.4 4.35 7 3Z"/>',
} as const

export const icon = (name: IconName, { look }: { look?: 'large' } = {}): Html =>
  asMarkup(
    `<svg class="icon${MIRRORED.has(name) ? ' mirrors' : ''}${look ? ` ${look}` : ''}" viewBox="0 0 20 20" aria-hidden="true" focusable="false">${DRAWN[name]}</svg>`,
  )
