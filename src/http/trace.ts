/** Every answer can be found again in our log, and the client's own mark comes back to it (spec access.md §13). */
import type { HttpApp, HttpRequest } from './listener.ts'

const RELATED = /^[\x21-\x7e]{1,36}$/

export function traceAnswers(app: HttpApp): void {
  app.addHook('onSend', async (request, reply) => {
    reply.headers(traceHeaders(request))
  })
}

export function traceHeaders({ id, headers }: HttpRequest): Readonly<Record<string, string>> {
  const related = headers['belgov-trace-id'] ?? headers['belgov-related-trace-id']
  const isMark = typeof related === 'string' && RELATED.test(related)
  return { 'belgov-trace-id': id, ...(isMark && { 'belgov-related-trace-id': related }) }
}
