/** Ways to write an address so that something on the way might take it for another one (case W13). */
import { request } from 'node:http'
import { ORIGIN } from './portal.ts'

export const SPELLINGS: readonly ((path: string) => string)[] = [
  (path) => `/.;${path}`,
  (path) => `/..;${path}`,
  (path) => `/${path}`,
  (path) => `/.${path}`,
  (path) => `/%2e${path}`,
  (path) => `/sign-in/..${path}`,
  (path) => `${path}/`,
  (path) => `${path}/.`,
  (path) => `${path};a=b`,
  (path) => `${path}%2f`,
  (path) => `${path}%00`,
  (path) => path.replace(/[a-z]/, (letter) => letter.toUpperCase()),
  (path) => path.replaceAll('/', '%2f').replace('%2f', '/'),
  (path) => path.replaceAll('/', '\\').replace('\\', '/'),
]

/** As it is written: `fetch` would tidy it up. */
export function statusAt(port: number, method: string, path: string, token: string): Promise<number> {
  const headers = { cookie: `__Host-session=${token}`, origin: ORIGIN }
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    asked.on('error', reject)
    asked.end()
  })
}
