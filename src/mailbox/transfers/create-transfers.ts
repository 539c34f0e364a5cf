import type { Database } from '../../database/database.ts'
import type { UploadDeps } from '../begin-upload.ts'
import type { SetHooks } from '../set-hooks.ts'
import type { Transfers } from './transfers.ts'

export type TransferDeps = Omit<UploadDeps, 'queries'> & { readonly database: Database; readonly sets: SetHooks }

export function createTransfers(_deps: TransferDeps): Transfers {
  return {
    begin: () => notBuilt(),
    list: () => notBuilt(),
    find: () => notBuilt(),
    cancel: () => notBuilt(),
  }
}

function notBuilt(): never {
  throw new Error('not built')
}
