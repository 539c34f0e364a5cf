/** A browser without a script: keeps cookies, follows our redirects, fills in the forms that a page has. */
import { request } from 'node:https'
import type { TLSSocketOptions } from 'node:tls'
import type { Address } from '../../src/cli/demo/gateway-process.ts'

export type Page = {
  readonly status: number
  /** Path and query. */
  readonly at: string
  readonly html: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

export type Browser = {
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Page>
  /** One answer, not followed. */
  look(path: string): Promise<Page>
  /** Sends the form of a page that leads to `action`, with these fields; the answer is not followed. */
  send(page: Page, action: string, fields: Readonly<Record<string, string>>): Promise<Page>
  /** The same, and then where it leads. */
  fill(page: Page, action: string, fields: Readonly<Record<string, string>>): Promise<Page>
  readonly cookies: Map<string, string>
}

export type Sent = {
  readonly method: string
  readonly path: string
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

/** Carries one request there, and its answer back. */
export type Carry = (sent: Sent) => Promise<Page>

/** Over TLS, each time by a new connection. */
export function browser({ host, port }: Address, tls: TLSSocketOptions = {}): Browser {
  const origin = `https://${host}:${port}`
  return browserOver(origin, ({ method, path, body, headers }) => {
    return new Promise((resolve, reject) => {
      const options = { ...tls, method, headers, rejectUnauthorized: false, agent: false }
      const sent = request(`${origin}${path}`, options, (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('end', () => {
          const html = Buffer.concat(chunks).toString()
          resolve({ status: answer.statusCode ?? 0, at: path, html, headers: answer.headers })
        })
      })
      sent.on('error', reject)
      sent.end(body)
    })
  })
}

export function browserOver(origin: string, carry: Carry): Browser {
  const cookies = new Map([['__Host-language', 'en']])
  const once = async (path: string, { method = 'GET', body = '', headers = {} }: Partial<Sent>): Promise<Page> => {
    const usual = { cookie: jar(cookies), accept: 'text/html', 'accept-language': 'en' }
    const page = await carry({ method, path, body, headers: { ...usual, ...headers } })
    keep(cookies, [page.headers['set-cookie'] ?? []].flat())
    return page
  }
  const follow = async (page: Page): Promise<Page> => {
    const { location } = page.headers
    if (typeof location !== 'string') return page
    const { pathname, search } = new URL(location, origin)
    return follow(await once(`${pathname}${search}`, {}))
  }
  const send: Browser['send'] = (page, action, fields) => {
    const body = new URLSearchParams({ ...formOf(page, action), ...fields }).toString()
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      ...{ origin, 'sec-fetch-site': 'same-origin', referer: `${origin}${page.at}` },
    }
    return once(action, { method: 'POST', body, headers })
  }
  return {
    cookies,
    look: (path) => once(path, {}),
    get: async (path, headers = {}) => follow(await once(path, { headers })),
    send,
    fill: async (page, action, fields) => follow(await send(page, action, fields)),
  }
}

/** The hidden fields of the form. */
export function formOf({ html, at }: Page, action: string): Record<string, string> {
  const form = html
    .split('<form ')
    .slice(1)
    .find((text) => unescaped(/action="([^"]*)"/.exec(text)?.[1] ?? '') === action)
  if (form === undefined) throw new TypeError(`no form for ${action} on ${at}: ${headingOf({ html })}`)
  const hidden = form.split('</form>', 1)[0]?.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g) ?? []
  return Object.fromEntries([...hidden].map(([, name = '', value = '']) => [name, unescaped(value)]))
}

export function headingOf({ html }: Pick<Page, 'html'>): string {
  return textIn(/<h1[^>]*>(.*?)<\/h1>/s.exec(html)?.[1] ?? '')
}

/** What a page says went wrong or well. */
export function notesOf({ html }: Pick<Page, 'html'>): string[] {
  return [...html.matchAll(/role="(?:alert|status)"[^>]*>(.*?)<\/div><\/div>/gs)].map(([, inner = '']) => textIn(inner))
}

export function textIn(html: string): string {
  return unescaped(html.replaceAll(/<[^>]*>/g, ' '))
    .replaceAll(/\s+/g, ' ')
    .trim()
}

function unescaped(text: string): string {
  return text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&')
}

function jar(cookies: Map<string, string>): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
}

function keep(cookies: Map<string, string>, lines: readonly string[]): void {
  for (const line of lines) {
    const [pair = ''] = line.split(';')
    const [name = '', value = ''] = pair.split('=')
    if (/max-age=0/i.test(line)) cookies.delete(name)
    else cookies.set(name, value)
  }
}
