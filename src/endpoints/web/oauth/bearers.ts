/** rule 15.11: each request asks the registry what holds of its client; those that come at the same time share the look. */
import { Together } from '../../../base/together.ts'
import type { Database } from '../../../database/database.ts'
import { findWebBearers, type WebBearer } from '../../../registry/web-clients.ts'

/** By client id; null for a client that does not exist, or no longer. A look begins after all who share it have asked. */
export type Bearers = Together<string, WebBearer | null>

export function bearersOf({ queries }: Database): Bearers {
  return new Together(async (clientIds) => {
    const found = await findWebBearers(queries, clientIds)
    return (clientId) => found.get(clientId) ?? null
  })
}
