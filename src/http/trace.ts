/** Every answer can be found again in our log, and the client's own mark comes back to it (spec access.md §13). */
import type { HttpApp } from './listener.ts'

const RELATED = /^[\x21-\x7e]{1,36}$/

export function traceAnswers(app: HttpApp): void {
  app.addHook('onSend', async (request, reply) => {
    reply.header('belgov-trace-id', request.id)
    const related = request.headers['belgov-trace-id'] ?? request.headers['belgov-related-trace-id']
    if (typeof related === 'string' && RELATED.test(related)) reply.header('belgov-related-trace-id', related)
  })
}
