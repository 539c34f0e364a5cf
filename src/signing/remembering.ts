/** Longer ones are rare and not worth their memory. */
const OCTETS_MAX = 4096

/**
 * Makes a pure function of bytes answer repeated questions from memory: a sender signs thousands of sets with the same
 * certificate, and taking in its key costs more than a verification. The oldest of `entriesMax` answers is forgotten first.
 */
export function remembering<Value>(entriesMax: number, answer: (bytes: Buffer) => Value): (bytes: Uint8Array) => Value {
  const known = new Map<string, Value>()
  return (octets) => {
    const bytes = Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength)
    if (bytes.length > OCTETS_MAX) return answer(bytes)
    const question = bytes.toString('latin1')
    const remembered = known.get(question)
    if (remembered !== undefined) return remembered
    const value = answer(bytes)
    const [oldest] = known.keys()
    if (known.size >= entriesMax && oldest !== undefined) known.delete(oldest)
    known.set(question, value)
    return value
  }
}
