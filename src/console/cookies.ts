/** The cookies of the console, apart from those of a portal on the same host. Over TLS they are bound to it (case W4). */
import { type CookieJar, cookieJar } from '../http/cookie-jar.ts'

const OVER_TLS = cookieJar({ prefix: '__Host-console-', isSecure: true })
/** On this machine alone, where nobody listens in between. */
const IN_CLEAR = cookieJar({ prefix: 'console-', isSecure: false })

export function consoleCookies(publicUrl: string): CookieJar {
  return publicUrl.startsWith('https:') ? OVER_TLS : IN_CLEAR
}
