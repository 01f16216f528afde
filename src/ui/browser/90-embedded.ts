/** Inside another page: tells it how high this one is, so that it need not scroll by itself. Only pages of the shop's own list are told. */
const allowed = document.body.dataset['embed']?.split(' ') ?? []

if (parent !== window && allowed.length > 0) {
  document.documentElement.dataset['embedded'] = ''
  const around = [...((location as { ancestorOrigins?: Iterable<string> }).ancestorOrigins ?? [])][0]
  const told = around === undefined ? allowed : allowed.filter(origin => origin === around)
  let before = 0
  const tell = () => {
    const height = Math.ceil(document.body.getBoundingClientRect().height)
    if (height === before) return
    // The first message of a page tells that there is a new one, whose beginning should be in view.
    for (const origin of told) parent.postMessage({ type: 'backhaul:height', height, fresh: before === 0 }, origin)
    before = height
  }
  new ResizeObserver(tell).observe(document.body)
}
export {}
