/** A route that tells who is let in with an access token, for tests of admission. */
import type { Scope } from '../../../src/endpoints/web/caller.ts'
import type { WebGround } from '../../../src/endpoints/web/ground.ts'
import { admitBearer } from '../../../src/endpoints/web/oauth/admit-bearer.ts'
import type { HttpApp } from '../../../src/http/listener.ts'

/** 200 with the caller, or 401 with the fault. `?scope=` asks for one. */
export function whoAmI(app: HttpApp, ground: WebGround): void {
  app.get<{ Querystring: { scope?: Scope } }>('/who-am-i', async (request, reply) => {
    const admitted = await admitBearer(request, request.query.scope ?? null, ground)
    if (!admitted.ok) return reply.code(401).send(admitted.problem)
    return { ...admitted.value, scopes: [...admitted.value.scopes] }
  })
}
