/** Photos go ahead of the form: chosen, dropped or pasted, made smaller where that works, one after the other, while somebody goes on writing. */
type Reply = { tiles: string; left: number; troubles: string[] }

const LONGEST_SIDE = 2_000
/** Smaller than this it travels quickly as it is. */
const SMALL_BYTES = 700_000
const PATIENCE_MS = 120_000

let queue: Promise<unknown> = Promise.resolve()
let waiting = 0

/** Upright and small enough; whatever cannot be read here is sent as it is, and the other side says what it thinks of it. */
async function smaller(file: File): Promise<Blob> {
  if (!/^image\/(jpeg|png|webp|hei[cf]|avif)$/.test(file.type) || file.size < SMALL_BYTES) return file
  try {
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' })
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(picture.width * scale)
    canvas.height = Math.round(picture.height * scale)
    const pen = canvas.getContext('2d')
    if (!pen) return file
    // What can be seen through would turn black.
    pen.fillStyle = '#fff'
    pen.fillRect(0, 0, canvas.width, canvas.height)
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height)
    picture.close()
    const made = await new Promise<Blob | null>(done => canvas.toBlob(done, 'image/jpeg', 0.86))
    return made && made.size < file.size ? made : file
  } catch {
    return file
  }
}

function send(address: string, form: FormData, onProgress: (share: number) => void): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', address)
    request.timeout = PATIENCE_MS
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0))
    for (const end of ['error', 'abort', 'timeout']) request.addEventListener(end, () => reject(new Error(end)))
    request.addEventListener('load', () => {
      try {
        const reply = JSON.parse(request.responseText) as Reply
        if (Array.isArray(reply.troubles)) return resolve(reply)
      } catch {
        // Not an answer of ours: a page of somebody in between, or the end of the visit.
      }
      return reject(new Error(String(request.status)))
    })
    request.send(form)
  })
}

for (const place of document.querySelectorAll<HTMLElement>('[data-upload]')) {
  const { upload = '', piece = '' } = place.dataset
  const part = (name: string) => place.querySelector<HTMLElement>(`[data-${name}]`)
  const field = place.querySelector<HTMLInputElement>('input[type="file"]')
  const [tiles, told, refused, room, drop] = ['tiles', 'told', 'refused', 'room', 'drop'].map(part)
  if (!field || !tiles || !told || !refused) continue
  const words = (name: string, file: string): string => (place.dataset[name] ?? '').replace('{name}', file)
  const refuse = (text: string) => {
    const line = document.createElement('p')
    line.className = 'trouble'
    line.textContent = text
    refused.append(line)
  }

  const show = (reply: Reply) => {
    tiles.innerHTML = reply.tiles
    if (room) room.hidden = reply.left <= 0
    for (const text of reply.troubles) refuse(text)
  }

  const bar = (name: string) => {
    const line = document.createElement('div')
    const label = document.createElement('span')
    const progress = document.createElement('progress')
    line.className = 'sending'
    label.textContent = words('sending', name)
    progress.max = 1
    progress.value = 0
    progress.setAttribute('aria-label', label.textContent)
    line.append(label, progress)
    tiles.after(line)
    return { done: () => line.remove(), to: (share: number) => void (progress.value = share) }
  }

  const add = async (file: File) => {
    const name = file.name || 'photo.jpg'
    const progress = bar(name)
    try {
      const bytes = await smaller(file)
      const form = new FormData()
      form.append(field.name, bytes, name)
      const reply = await send(`${upload}?as=json&piece=${piece}`, form, progress.to)
      show(reply)
      if (reply.troubles.length === 0) told.textContent = words('added', name)
    } catch {
      refuse(words('brokenOff', name))
    } finally {
      progress.done()
    }
  }

  const take = (files: Iterable<File>) => {
    refused.textContent = ''
    for (const file of files) {
      waiting++
      queue = queue.then(() => add(file)).finally(() => waiting--)
    }
  }

  field.addEventListener('change', () => {
    take([...(field.files ?? [])])
    field.value = ''
  })

  const around = place.closest<HTMLElement>('[data-why]') ?? place
  const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false
  around.addEventListener('dragover', event => {
    if (!carriesFiles(event)) return
    event.preventDefault()
    drop?.classList.add('over')
  })
  for (const end of ['dragleave', 'drop']) around.addEventListener(end, () => drop?.classList.remove('over'))
  around.addEventListener('drop', event => {
    if (!carriesFiles(event)) return
    event.preventDefault()
    take([...(event.dataTransfer?.files ?? [])])
  })
  // Pasted into the words of a piece it is a photo of that piece; pasted anywhere else, of the only one there is.
  document.addEventListener('paste', event => {
    const files = [...(event.clipboardData?.files ?? [])]
    const isOnly = document.querySelectorAll('[data-upload]').length === 1
    if (files.length === 0 || !(isOnly || (event.target instanceof Node && around.contains(event.target)))) return
    event.preventDefault()
    take(files)
  })

  tiles.addEventListener('click', event => {
    const button = (event.target as Element).closest<HTMLButtonElement>('button[name="remove"]')
    if (!button) return
    event.preventDefault()
    button.disabled = true
    const form = new FormData()
    form.append('remove', button.value)
    queue = queue
      .then(() => send(`${upload}/remove?as=json`, form, () => {}))
      .then(reply => {
        show(reply)
        told.textContent = place.dataset['removed'] ?? ''
        // The button that was pressed is gone; what comes next stands where it was.
        ;(tiles.querySelector<HTMLElement>('button') ?? field).focus()
      })
      .catch(() => (button.disabled = false))
  })
}

/** Who goes on while photos are on their way waits for them, and then goes on by itself. */
document.querySelector<HTMLFormElement>('form[data-whys]')?.addEventListener('submit', event => {
  const form = event.currentTarget as HTMLFormElement
  if (waiting === 0) return
  event.preventDefault()
  const { submitter } = event
  submitter?.setAttribute('aria-disabled', 'true')
  void queue.finally(() => {
    submitter?.removeAttribute('aria-disabled')
    if (form.querySelector('[data-refused] .trouble') === null) form.requestSubmit(submitter)
  })
})

export {}
