/** The page a mail is: one column without tables, every style in its place, readable without pictures, in the dark, and from right to left. */
import type { Language } from '../core/languages.ts'
import { directionOf } from '../core/languages.ts'
import { type Html, html, asMarkup } from '../ui/html.ts'
import { inkOn } from './accent.ts'
import type { Block, Content } from './content.ts'

/** Whose mail it is, and what stands around every one of them. */
export type Frame = {
  language: Language
  shop: { name: string; logo: string | null; url: string | null; accent: string }
  hello: string
  /** Why it came, whom to ask, and what the shop wants to stand there. */
  foot: string[]
}

const FONT =
  "font-family:'Source Sans 3','Segoe UI',Roboto,Helvetica,Arial,'Noto Sans','Noto Sans Arabic','PingFang TC','Microsoft JhengHei',sans-serif"
const INK = '#1d2320'
const SOFT = '#5c6660'
const LINE = '#dfe3e0'

/**
 * Mail programs that keep a style sheet of their own read `<style>`; the others show the light page, which is whole without it. `!important` is the only
 * way for the sheet to win over a style that stands in its place.
 */
const SHEET = `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
.page{background:#141816!important}
.sheet{background:#1c211f!important}
.ink{color:#eef1ef!important}
.soft{color:#a9b3ad!important}
.line{border-color:#39413d!important}
.plate{background:#262d2a!important}
.logo{background:#fff!important}
}
@media (max-width:480px){.sheet{padding:24px 20px!important}.go{display:block!important}}`

export function pageOf(content: Content, frame: Frame): string {
  const direction = directionOf(frame.language)
  const start = direction === 'rtl' ? 'right' : 'left'
  const { shop } = frame
  const page = html`<html lang="${frame.language}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<title>${content.subject}</title>
<style>${asMarkup(SHEET)}</style>
</head>
<body class="page" dir="${direction}" style="margin:0;padding:0;background:#f3f5f4;${FONT};-webkit-text-size-adjust:100%">
<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">${content.preheader ?? firstSentence(content)}</div>
<div class="page" role="article" aria-label="${content.subject}" lang="${frame.language}" dir="${direction}" style="padding:24px 12px;background:#f3f5f4">
<div class="sheet" style="max-width:560px;margin:0 auto;padding:32px 36px;background:#ffffff;border-radius:6px;text-align:${start}">
${headOf(shop)}
<h1 class="ink" style="margin:0 0 16px;font-size:26px;line-height:1.25;font-weight:600;color:${INK}">${content.title}</h1>
<p class="ink" style="${TEXT}">${frame.hello}</p>
${content.blocks.map(block => blockOf(block, shop.accent))}
<div class="line" style="margin:32px 0 0;padding:16px 0 0;border-top:1px solid ${LINE}">
${frame.foot.map(sentence => html`<p class="soft" style="${SMALL}">${lines(sentence)}</p>`)}
</div>
</div>
</div>
</body>
</html>
`
  return `<!doctype html>\n${page}`
}

const TEXT = `margin:0 0 16px;font-size:16px;line-height:1.5;color:${INK}`
const SMALL = `margin:0 0 8px;font-size:14px;line-height:1.5;color:${SOFT}`

function headOf({ name, logo, url }: Frame['shop']): Html {
  const sign = logo
    ? html`<img class="logo" src="${logo}" alt="${name}" height="40" style="display:inline-block;height:40px;max-width:200px;border:0;border-radius:4px;font-size:20px;color:${INK}">`
    : html`<span class="ink" style="font-size:20px;font-weight:600;color:${INK}">${name}</span>`
  return html`<div style="margin:0 0 24px">${url ? html`<a href="${url}" style="text-decoration:none">${sign}</a>` : sign}</div>`
}

function blockOf(block: Block, accent: string): Html {
  switch (block.is) {
    case 'text':
      return html`<p class="ink" style="${TEXT}">${lines(block.text)}</p>
`
    case 'small':
      return html`<p class="soft" style="${SMALL}">${lines(block.text)}</p>
`
    case 'quote':
      return html`<div class="line" style="margin:0 0 16px;padding:4px 16px;border-style:solid;border-width:0 0 0 3px;border-color:${LINE};border-inline-width:3px 0">${
        block.from && html`<p class="soft" style="${SMALL};margin-bottom:0">${block.from}</p>`
      }<p class="ink" style="${TEXT};margin:0;white-space:pre-line" dir="auto">${block.text}</p></div>
`
    case 'code':
      return html`<p class="ink plate" style="margin:0 0 16px;padding:16px;border-radius:6px;background:#f3f5f4;font-size:34px;line-height:1.25;font-weight:600;letter-spacing:6px;text-align:center;color:${INK}" dir="ltr">${block.text}</p>
`
    case 'button':
      return html`<p style="margin:24px 0"><a class="go" href="${block.url}" style="display:inline-block;padding:12px 20px;border-radius:6px;background:${accent};color:${inkOn(accent)};font-size:16px;line-height:1.5;font-weight:600;text-align:center;text-decoration:none">${block.text}</a></p>
`
    case 'facts':
      return html`<dl style="margin:0 0 16px">${block.rows.map(
        ({ name, value }) =>
          html`<dt class="soft" style="${SMALL};margin:0">${name}</dt><dd class="ink" style="${TEXT};margin:0 0 8px"><bdi>${value}</bdi></dd>`,
      )}</dl>
`
    case 'pieces':
      return html`<p class="soft" style="${SMALL};margin:0">${block.title}</p>
<ul style="margin:0 0 16px;padding:0;list-style:none">${block.rows.map(
        row =>
          html`<li class="ink line" style="${TEXT};margin:0;padding:8px 0;border-bottom:1px solid ${LINE}"><bdi>${row.text}</bdi>${
            row.detail && html` <span class="soft" style="color:${SOFT}"><bdi>${row.detail}</bdi></span>`
          }</li>`,
      )}</ul>
`
    case 'money':
      return html`<div class="plate" style="margin:0 0 16px;padding:12px 16px;border-radius:6px;background:#f3f5f4">${block.rows.map(
        row =>
          html`<div class="soft" style="${ROW};font-size:14px;color:${SOFT}"><span>${row.name}</span> <span style="white-space:nowrap">${row.quiet ? html`(${row.amount})` : row.amount}</span></div>`,
      )}<div class="ink" style="${ROW};font-size:20px;font-weight:600;color:${INK}"><span>${block.total.name}</span> <span style="white-space:nowrap">${block.total.amount}</span></div></div>
`
  }
}

const ROW =
  'display:flex;justify-content:space-between;gap:16px;padding:4px 0;line-height:1.5;font-variant-numeric:tabular-nums'

/** Line breaks of whoever typed it stay. */
const lines = (words: string): (Html | string)[] =>
  words.split('\n').flatMap((line, place) => (place === 0 ? [line] : [html`<br>`, line]))

const firstSentence = ({ title, blocks }: Content): string => blocks.find(block => block.is === 'text')?.text ?? title
