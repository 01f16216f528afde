/** A picture that does not come is no broken picture: the drawing of its kind lies under it. */
const isPicture = (target: unknown): target is HTMLImageElement =>
  target instanceof HTMLImageElement && target.matches('.picture img')

const show = (picture: HTMLImageElement): void => {
  picture.dataset['there'] = ''
}

addEventListener(
  'load',
  ({ target }) => {
    if (isPicture(target)) show(target)
  },
  true,
)
addEventListener(
  'error',
  ({ target }) => {
    if (isPicture(target)) target.remove()
  },
  true,
)
for (const picture of document.querySelectorAll<HTMLImageElement>('.picture img'))
  if (picture.complete && picture.naturalWidth > 0) show(picture)
  else if (picture.complete && picture.currentSrc !== '') picture.remove()
export {}
