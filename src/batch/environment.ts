/** R production ("real"), T circuit test, S simulation (spec §3). */
export type Environment = 'R' | 'T' | 'S'

export const ENVIRONMENTS: readonly Environment[] = ['R', 'T', 'S']

/** The six folders every sender sees, each tied to one environment (spec §3, codes 118, 119, 257). */
export type InFolder = 'IN' | 'INTEST' | 'INTEST-S'
export type OutFolder = 'OUT' | 'OUTTEST' | 'OUTTEST-S'
export type Folder = InFolder | OutFolder

type FolderRow = {
  readonly environment: Environment
  readonly in: InFolder
  readonly out: OutFolder
  readonly wrongFolderCode: number
}

// biome-ignore format: a table of the specification
export const FOLDERS: readonly FolderRow[] = [
  { environment: 'R', in: 'IN',       out: 'OUT',       wrongFolderCode: 118 },
  { environment: 'T', in: 'INTEST',   out: 'OUTTEST',   wrongFolderCode: 119 },
  { environment: 'S', in: 'INTEST-S', out: 'OUTTEST-S', wrongFolderCode: 257 },
]

export function isEnvironment(text: string): text is Environment {
  return text === 'R' || text === 'T' || text === 'S'
}

export function folderRow(environment: Environment): FolderRow {
  const row = FOLDERS.find((candidate) => candidate.environment === environment)
  if (!row) throw new TypeError(`no folders for environment ${environment}`)
  return row
}
