/** The slip as a page: printed by the browser it is right in every script, with the browser's own fonts. */
import { code128Svg, qrSvg, slipOf } from '../../documents/index.ts'
import { asMarkup, html } from '../../ui/html.ts'
import { icon } from '../../ui/icons.ts'
import { way } from '../../ui/kit/form.ts'
import { code, facts } from '../../ui/kit/state.ts'
import { nothingHere } from './fault.ts'
import { onReturn } from './follow-open.ts'

export const slip = onReturn(async following => {
  const { followed, say, formats, shopName, place } = following
  if (!followed.documents.some(({ kind }) => kind === 'slip')) return nothingHere(following)
  const paper = slipOf({ ...followed, shop: { name: shopName } }, { say, formats })
  const address = ({ title, lines }: (typeof paper)['from']) =>
    html`<div><h2>${title}</h2><address>${lines.map(line => html`<span dir="auto">${line}</span><br>`)}</address></div>`
  const main = html`<div class="not-printed actions"><button type="button" class="button main needs-script" data-print>${icon('print')}${say('documents.slip.print')}</button>
${way(say('documents.slip.pdf'), `${place}/documents/slip.pdf`)}
${way(say('documents.slip.pdf_label'), `${place}/documents/slip.pdf?page=4x6`)}</div>
<div class="slip">
<div class="bars" role="img" aria-label="${say('documents.slip.barcode')}">${asMarkup(await code128Svg(paper.number))}</div>
<p>${code(paper.number, { large: true })}</p>
<p>${paper.text}</p>
${facts(paper.facts, say)}
<div class="two">${address(paper.from)}${address(paper.to)}</div>
<h2>${say('documents.slip.pieces')}</h2>
<div class="wide"><table><thead><tr><th scope="col">${paper.columns.article}</th><th scope="col">${paper.columns.sku}</th><th scope="col">${paper.columns.quantity}</th><th scope="col">${paper.columns.reason}</th></tr></thead>
<tbody>${paper.pieces.map(
    ({ article, sku, quantity, reason }) =>
      html`<tr><td>${article}</td><td>${sku ? code(sku) : null}</td><td class="amount">${quantity}</td><td dir="auto">${reason}</td></tr>`,
  )}</tbody></table></div>
<h2>${paper.how.title}</h2>
<ol>${paper.how.steps.map(step => html`<li>${step}</li>`)}</ol>
<div class="qr small-code" aria-hidden="true">${asMarkup(await qrSvg(paper.number))}</div>
</div>
<p class="not-printed">${way(say('follow.back'), place)}</p>`
  return { page: { title: paper.title, main } }
})
