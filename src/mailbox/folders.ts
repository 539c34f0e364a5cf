import { type Environment, FOLDERS, type Folder, type InFolder } from '../batch/environment.ts'

/** What a folder is: which way its files go, and for which environment. */
export type FolderView =
  | { readonly way: 'in'; readonly folder: InFolder; readonly environment: Environment }
  | { readonly way: 'out'; readonly environment: Environment }

export function folderView(folder: Folder): FolderView {
  const row = FOLDERS.find((candidate) => candidate.in === folder || candidate.out === folder)
  if (!row) throw new TypeError(`no folder ${folder}`)
  const { environment } = row
  return row.in === folder ? { way: 'in', folder: row.in, environment } : { way: 'out', environment }
}
