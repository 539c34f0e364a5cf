/** What the demo sends, and what must come of it. */
export type Way = 'sftp' | 'ftps' | 'ftp' | 'web'

/** How each file of a set goes. */
export type Ways = { readonly FI: Way; readonly FS: Way; readonly GO: Way }

export type Scene = {
  readonly title: string
  /** Whose connections are used. */
  readonly from: 'bakery' | 'town'
  readonly ways: Ways
  readonly environment: 'R' | 'T' | 'S'
  /** Sequence in the file names; the same one again is a repetition. */
  readonly sequence: string
  /** Whose number the names hold; `other` is the foundry. */
  readonly number: 'own' | 'other'
  readonly signedBy: 'own' | 'other' | 'nobody'
  /** What happens to the declaration after it was signed. */
  readonly damage: 'none' | 'oneByte' | 'doctype'
  readonly outcome: 'accepted' | 'rejected'
  readonly codes: readonly number[]
}

const SFTP: Ways = { FI: 'sftp', FS: 'sftp', GO: 'sftp' }
const FTPS: Ways = { FI: 'ftps', FS: 'ftps', GO: 'ftps' }
const FTP: Ways = { FI: 'ftp', FS: 'ftp', GO: 'ftp' }
/** In one request. */
const WEB: Ways = { FI: 'web', FS: 'web', GO: 'web' }
/** Case A15: one set over several channels of its sender. */
const MIXED: Ways = { FI: 'sftp', FS: 'ftps', GO: 'ftp' }
const HALVES: Ways = { FI: 'sftp', FS: 'web', GO: 'web' }

// biome-ignore format: a table
export const SCENES: readonly Scene[] = [
  { title: 'a signed declaration',                         from: 'bakery', ways: SFTP,   environment: 'R', sequence: '00001', number: 'own',   signedBy: 'own',    damage: 'none',    outcome: 'accepted', codes: [] },
  { title: 'one byte changed after signing',               from: 'bakery', ways: SFTP,   environment: 'R', sequence: '00002', number: 'own',   signedBy: 'own',    damage: 'oneByte', outcome: 'rejected', codes: [125] },
  { title: "signed with another sender's certificate",     from: 'bakery', ways: SFTP,   environment: 'R', sequence: '00003', number: 'own',   signedBy: 'other',  damage: 'none',    outcome: 'rejected', codes: [153] },
  { title: "named with another sender's number",           from: 'bakery', ways: SFTP,   environment: 'R', sequence: '00004', number: 'other', signedBy: 'own',    damage: 'none',    outcome: 'rejected', codes: [108] },
  { title: 'an accepted set sent again',                   from: 'bakery', ways: SFTP,   environment: 'R', sequence: '00001', number: 'own',   signedBy: 'own',    damage: 'none',    outcome: 'rejected', codes: [133] },
  { title: 'a circuit test without signature',             from: 'bakery', ways: SFTP,   environment: 'T', sequence: '00001', number: 'own',   signedBy: 'nobody', damage: 'none',    outcome: 'rejected', codes: [122] },
  { title: 'a simulation without signature',               from: 'bakery', ways: SFTP,   environment: 'S', sequence: '00001', number: 'own',   signedBy: 'nobody', damage: 'none',    outcome: 'accepted', codes: [] },
  { title: 'a document that brings a DOCTYPE',             from: 'bakery', ways: SFTP,   environment: 'S', sequence: '00002', number: 'own',   signedBy: 'nobody', damage: 'doctype', outcome: 'rejected', codes: [102] },
  { title: 'a signed declaration',                         from: 'town',   ways: FTPS,   environment: 'R', sequence: '00001', number: 'own',   signedBy: 'own',    damage: 'none',    outcome: 'accepted', codes: [] },
  { title: 'one byte changed after signing',               from: 'town',   ways: FTPS,   environment: 'R', sequence: '00002', number: 'own',   signedBy: 'own',    damage: 'oneByte', outcome: 'rejected', codes: [125] },
  { title: 'a signed declaration over a fixed link',       from: 'town',   ways: FTP,    environment: 'R', sequence: '00003', number: 'own',   signedBy: 'own',    damage: 'none',    outcome: 'accepted', codes: [] },
  { title: 'declaration, signature and GO each its way',   from: 'town',   ways: MIXED,  environment: 'R', sequence: '00004', number: 'own',   signedBy: 'own',    damage: 'none',    outcome: 'accepted', codes: [] },
  { title: 'a signed declaration',                         from: 'bakery', ways: WEB,    environment: 'R', sequence: '00006', number: 'own',   signedBy: 'own',    damage: 'none',    outcome: 'accepted', codes: [] },
  { title: 'one byte changed after signing',               from: 'bakery', ways: WEB,    environment: 'R', sequence: '00007', number: 'own',   signedBy: 'own',    damage: 'oneByte', outcome: 'rejected', codes: [125] },
  { title: "named with another sender's number",           from: 'bakery', ways: WEB,    environment: 'R', sequence: '00008', number: 'other', signedBy: 'own',    damage: 'none',    outcome: 'rejected', codes: [108] },
  { title: 'the same request again is the same set',       from: 'bakery', ways: WEB,    environment: 'R', sequence: '00006', number: 'own',   signedBy: 'own',    damage: 'none',    outcome: 'accepted', codes: [] },
  { title: 'one half over SFTP, one over the web service', from: 'bakery', ways: HALVES, environment: 'R', sequence: '00009', number: 'own',   signedBy: 'own',    damage: 'none',    outcome: 'accepted', codes: [] },
]
