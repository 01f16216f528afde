/** A no in Shopee's words: programs read `error`, people read `message`, and it travels with HTTP 200 unless the gateway says it. */
export class ShopeeNo {
  readonly error: string
  readonly message: string
  readonly status: number

  constructor(error: string, message: string, status: number) {
    this.error = error
    this.message = message
    this.status = status
  }
}

/** What a module has to say goes with 200; only the gateway uses HTTP's own words. */
export const no = (error: string, message: string, status = 200): ShopeeNo => new ShopeeNo(error, message, status)

export const isNo = (answer: unknown): answer is ShopeeNo => answer instanceof ShopeeNo

/** A field that cannot be used. The sentence is Shopee's, what stands behind "detail" is ours. */
export const wrong = (detail: string): ShopeeNo => no('error_param', `Wrong parameters, detail: ${detail}`)

export const TRY_LATER = no('error_data', 'Something wrong. Please try later.')
