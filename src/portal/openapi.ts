/** The document of the portal's API. */
import { openApiOf as documentOf } from '../http/openapi.ts'
import type { AnyApiRoute } from './api-route.ts'
import { API_PREFIX } from './site.ts'

export function openApiOf(routes: readonly AnyApiRoute[], publicUrl: string): object {
  return documentOf(routes, {
    title: 'accessManagement',
    description: 'People, roles and senders of an enterprise.',
    server: `${publicUrl}${API_PREFIX}`,
    cookie: '__Host-session',
    guardOf: ({ row }) => ({ extension: { 'x-row': row }, isOpen: row === 'anybody' }),
  })
}
