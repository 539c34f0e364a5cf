import { parseArgs } from 'node:util'

export type Options = {
  readonly json: boolean
  readonly full: boolean
  readonly rounds: number
  /** Figures to measure; all when empty. */
  readonly only: readonly string[]
}

const ROUNDS = 3
const ROUNDS_MAX = 20

/** Throws an `Error` that says what is wrong with the words. */
export function readOptions(words: readonly string[], known: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...words],
    options: {
      json: { type: 'boolean', default: false },
      full: { type: 'boolean', default: false },
      rounds: { type: 'string', default: String(ROUNDS) },
      only: { type: 'string', multiple: true, default: [] },
    },
  })
  const { json, full, only } = values
  const rounds = Number(values.rounds)
  if (!Number.isInteger(rounds) || rounds < 1 || rounds > ROUNDS_MAX) {
    throw new Error(`--rounds ${values.rounds}: give a number from 1 to ${ROUNDS_MAX}.`)
  }
  const unknown = only.find((id) => !known.includes(id))
  if (unknown !== undefined) throw new Error(`--only ${unknown}: there is ${known.join(', ')}.`)
  return { json, full, rounds, only }
}
