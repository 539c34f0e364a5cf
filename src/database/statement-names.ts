import { createHash } from 'node:crypto'

const NAMES_MAX = 500

/**
 * A name for a statement's text, so that each connection plans it once: planning costs as much as running for the statements of the flow. Only so many
 * texts get one, because lists of values make ever new texts; the rest are planned each time.
 */
export function statementNames(): (text: string) => string | undefined {
  const names = new Map<string, string>()
  return (text) => {
    const known = names.get(text)
    if (known !== undefined || names.size >= NAMES_MAX) return known
    const name = `s${createHash('sha256').update(text).digest('hex').slice(0, 32)}`
    names.set(text, name)
    return name
  }
}
