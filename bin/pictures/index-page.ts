/** The contact sheets: each page's pictures side by side, one row to a state. */
import { asMarkup, html } from '../../src/ui/html.ts'
import type { Picture } from './studio.ts'

const STYLE = asMarkup(`
body { margin: 24px; background: #e4e2dd; color: #16181d; font: 14px/1.4 system-ui, sans-serif; }
nav { display: flex; flex-wrap: wrap; gap: 4px 16px; }
.row { display: flex; gap: 24px; align-items: flex-start; padding-block: 8px 32px; overflow-x: auto; }
figure { flex: none; margin: 0; }
figcaption { padding-block: 4px; }
img { display: block; width: 260px; box-shadow: 0 1px 6px rgb(0 0 0 / 0.2); }
img[src*="1440"] { width: 640px; }
img[src*="320"] { width: 213px; }`)

export function indexPage(pictures: readonly Picture[]): string {
  const subjects = Map.groupBy(pictures, ({ subject }) => subject)
  return html`<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Every page in every state</title><style>${STYLE}</style>
<h1>Every page in every state</h1>
<nav>${[...subjects.keys()].map(subject => html`<a href="#${subject}">${subject}</a>`)}</nav>
${[...subjects].map(
  ([subject, own]) => html`<h2 id="${subject}">${subject}</h2>
${[...Map.groupBy(own, ({ state }) => state)].map(
  ([state, row]) =>
    html`<h3>${state}</h3><div class="row">${row.map(
      ({ file, circumstance }) =>
        html`<figure><figcaption>${circumstance}</figcaption><a href="${file}"><img src="${file}" alt="${subject}, ${state}, ${circumstance}" loading="lazy"></a></figure>`,
    )}</div>`,
)}`,
)}
</html>`.text
}
