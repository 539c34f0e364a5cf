import type { FastifyInstance } from 'fastify'

type Route = { readonly methods: readonly string[]; readonly pattern: RegExp }

/** Remembers the routes of a listener, to tell a wrong method (405) from a wrong address (404). */
export function rememberRoutes(app: FastifyInstance): (path: string) => readonly string[] {
  const routes: Route[] = []
  app.addHook('onRoute', ({ method, url }) => {
    routes.push({ methods: [method].flat(), pattern: patternOf(url) })
  })
  return (path) => {
    const methods = routes.filter(({ pattern }) => pattern.test(path)).flatMap((route) => route.methods)
    return [...new Set(methods)].sort()
  }
}

/** `/transfers/:id` and `/static/*`, as the router understands them. */
function patternOf(url: string): RegExp {
  const steps = url.split('/').map((step) => {
    if (step === '*') return '.*'
    return step.startsWith(':') ? '[^/]+' : step.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
  })
  return new RegExp(`^${steps.join('/')}$`)
}
