/** The cookies of one browser, without the browser: enough to sign in by HTTP. */
export class Cookies {
  readonly #base: string
  readonly #jar = new Map<string, string>()

  constructor(base: string) {
    this.#base = base
  }

  /** A request with this browser's cookies; redirects are answers. */
  async request(path: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...this.#jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { ...Object.fromEntries(new Headers(init.headers)), ...(cookie === '' ? {} : { cookie }) }
    const response = await fetch(new URL(path, this.#base), { ...init, headers, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '') this.#jar.delete(name)
      else this.#jar.set(name, value)
    }
    return response
  }

  /** Posts one of next-auth's forms, with its token against forgery. */
  async post(path: string, values: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
    const answer: unknown = await (await this.request('/api/auth/csrf')).json()
    const csrfToken = String(Reflect.get(Object(answer), 'csrfToken'))
    const body = new URLSearchParams({ csrfToken, json: 'true', ...values })
    return this.request(path, { method: 'POST', body, headers })
  }

  signIn(email: string, password: string, callbackUrl = '/apps'): Promise<Response> {
    return this.post('/api/auth/callback/credentials', { email, password, callbackUrl })
  }

  copy(): Cookies {
    const copy = new Cookies(this.#base)
    for (const [name, value] of this.#jar) copy.#jar.set(name, value)
    return copy
  }
}
