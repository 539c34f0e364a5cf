/** The document of the console's API. */
import { openApiOf } from '../http/openapi.ts'
import type { AnyConsoleApi } from './api-route.ts'
import { API_PREFIX } from './site.ts'

export function consoleDocument(routes: readonly AnyConsoleApi[], publicUrl: string): object {
  return openApiOf(routes, {
    title: 'console',
    description: 'What operators see and do.',
    server: `${publicUrl}${API_PREFIX}`,
    cookie: publicUrl.startsWith('https:') ? '__Host-console-session' : 'console-session',
    guardOf: ({ role }) => ({ extension: { 'x-role': role }, isOpen: role === 'anybody' }),
  })
}
