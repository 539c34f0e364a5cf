import type { Queries } from '../../database/database.ts'
import type { Spool } from '../../spool/spool.ts'
import type { Messages } from './messages.ts'

export type MessageDeps = { readonly queries: Queries; readonly spool: Pick<Spool, 'open'> }

export function createMessages(_deps: MessageDeps): Messages {
  return {
    list: () => notBuilt(),
    find: () => notBuilt(),
    open: () => notBuilt(),
    confirm: () => notBuilt(),
  }
}

function notBuilt(): never {
  throw new Error('not built')
}
