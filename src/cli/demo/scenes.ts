/** What the demo sends, and what must come of it. */
export type Scene = {
  readonly title: string
  readonly environment: 'R' | 'T' | 'S'
  /** Sequence in the file names; the same one again is a repetition. */
  readonly sequence: string
  readonly sender: 'own' | 'other'
  readonly signedBy: 'own' | 'other' | 'nobody'
  /** What happens to the declaration after it was signed. */
  readonly damage: 'none' | 'oneByte' | 'doctype'
  readonly outcome: 'accepted' | 'rejected'
  readonly codes: readonly number[]
}

// biome-ignore format: a table
export const SCENES: readonly Scene[] = [
  { title: 'a signed declaration',                       environment: 'R', sequence: '00001', sender: 'own',   signedBy: 'own',    damage: 'none',    outcome: 'accepted', codes: [] },
  { title: 'one byte changed after signing',             environment: 'R', sequence: '00002', sender: 'own',   signedBy: 'own',    damage: 'oneByte', outcome: 'rejected', codes: [125] },
  { title: "signed with another sender's certificate",   environment: 'R', sequence: '00003', sender: 'own',   signedBy: 'other',  damage: 'none',    outcome: 'rejected', codes: [153] },
  { title: "named with another sender's number",         environment: 'R', sequence: '00004', sender: 'other', signedBy: 'own',    damage: 'none',    outcome: 'rejected', codes: [108] },
  { title: 'an accepted set sent again',                 environment: 'R', sequence: '00001', sender: 'own',   signedBy: 'own',    damage: 'none',    outcome: 'rejected', codes: [133] },
  { title: 'a circuit test without signature',           environment: 'T', sequence: '00001', sender: 'own',   signedBy: 'nobody', damage: 'none',    outcome: 'rejected', codes: [122] },
  { title: 'a simulation without signature',             environment: 'S', sequence: '00001', sender: 'own',   signedBy: 'nobody', damage: 'none',    outcome: 'accepted', codes: [] },
  { title: 'a document that brings a DOCTYPE',           environment: 'S', sequence: '00002', sender: 'own',   signedBy: 'nobody', damage: 'doctype', outcome: 'rejected', codes: [102] },
]
