/**
 * What the simulator answers: by the sequence in the name of the set, so that a sender can try every way in which an online service
 * may behave. The table is the one of `docs/answers.md`.
 */
export type Script = {
  readonly title: string
  /** What comes back, in this order; each is an answer of its own. */
  readonly answers: readonly ScriptedAnswer[]
  /** The service takes nothing for `simulator.closedSeconds`. */
  readonly isClosed?: boolean
}

export type ScriptedAnswer = {
  readonly what: 'accepted' | 'warned' | 'refused' | 'manyAnomalies' | 'proposal' | 'keys'
  readonly when: 'soon' | 'late'
  /** Sent twice, with the same key. */
  readonly isTwice?: boolean
}

const ACCEPTED: ScriptedAnswer = { what: 'accepted', when: 'soon' }

// biome-ignore format: a table
const SCRIPTS: Readonly<Record<string, Script>> = {
  '90001': { title: 'late',                              answers: [{ what: 'accepted', when: 'late' }] },
  '90002': { title: 'refused, with a blocking anomaly',  answers: [{ what: 'refused', when: 'soon' }] },
  '90003': { title: 'refused, with many anomalies',      answers: [{ what: 'manyAnomalies', when: 'soon' }] },
  '90004': { title: 'sent twice',                        answers: [{ ...ACCEPTED, isTwice: true }] },
  '90005': { title: 'the service is closed at first',    answers: [ACCEPTED], isClosed: true },
  '90006': { title: 'accepted, with a warning',          answers: [{ what: 'warned', when: 'soon' }] },
  '90007': { title: 'never answered',                    answers: [] },
  '90008': { title: 'a proposal to validate, then accepted', answers: [{ what: 'proposal', when: 'soon' }, { what: 'accepted', when: 'late' }] },
}

const USUAL: Script = { title: 'accepted', answers: [ACCEPTED] }

/** After an original DmfA come the technical keys of what it declared (spec §11). */
const KEYS: ScriptedAnswer = { what: 'keys', when: 'soon' }
const WITH_KEYS = 'DMFA'

/** rule 20.12. */
export function scriptOf(sequence: string, service: string): Script {
  const script = SCRIPTS[sequence] ?? USUAL
  const isTaken = script.answers.some(({ what }) => what === 'accepted' || what === 'warned')
  return service === WITH_KEYS && isTaken
    ? { ...script, answers: [...script.answers, { ...KEYS, when: lastOf(script) }] }
    : script
}

function lastOf({ answers }: Script): ScriptedAnswer['when'] {
  return answers.at(-1)?.when ?? 'soon'
}
