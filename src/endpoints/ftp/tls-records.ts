/**
 * Whether a client said that it had sent everything (close_notify, RFC 8446 §6.1), or whether the connection was just cut. Node does not tell,
 * so the records are looked at as they pass: their lengths are in clear.
 */

const HEADER_BYTES = 5
const ALERT = 21
const APPLICATION_DATA = 23
/** What TLS 1.3 adds to each record: the true type, and the tag of AES-GCM and ChaCha20-Poly1305. */
const ADDED_BYTES = 17
const ALERT_BYTES = 2
/** A message of the handshake has a header of this length at least, so a shorter record is none. */
const HANDSHAKE_BYTES_MIN = 4
/** Records of the client's handshake, before its first byte of data. */
const HANDSHAKE_RECORDS_MAX = 8

export class TlsRecords {
  readonly #header = Buffer.alloc(HEADER_BYTES)
  #headerBytes = 0
  #bodyBytesLeft = 0
  #lastType = 0
  #lastBytes = 0
  /** Of the records that may be the handshake's. */
  #hidden: number[] = []
  #handshakeIsOver = false
  #hiddenTotal = 0

  see(chunk: Buffer): void {
    for (let at = 0; at < chunk.length; ) {
      if (this.#bodyBytesLeft > 0) {
        const bytes = Math.min(this.#bodyBytesLeft, chunk.length - at)
        this.#bodyBytesLeft -= bytes
        at += bytes
        continue
      }
      this.#header[this.#headerBytes++] = chunk[at++] ?? 0
      if (this.#headerBytes === HEADER_BYTES) this.#begin()
    }
  }

  /**
   * `dataBytes`: how many bytes of data came out of the records. In TLS 1.2 an alert is plain to see; 1.3 hides types, so it is counted: what the records
   * held is the handshake, the data, and two bytes of an alert or not. What fits both ways counts as not announced.
   */
  endWasAnnounced(version: string | null, dataBytes: number): boolean {
    if (this.#bodyBytesLeft > 0 || this.#headerBytes > 0) return false
    if (version !== 'TLSv1.3') return this.#lastType === ALERT
    if (this.#lastBytes !== ADDED_BYTES + ALERT_BYTES) return false
    const rest = this.#hiddenTotal - dataBytes
    const handshakes = prefixSums(this.#hidden)
    return handshakes.includes(rest - ALERT_BYTES) && !handshakes.includes(rest)
  }

  #begin(): void {
    this.#headerBytes = 0
    this.#lastType = this.#header[0] ?? 0
    this.#lastBytes = this.#header.readUInt16BE(3)
    this.#bodyBytesLeft = this.#lastBytes
    if (this.#lastType !== APPLICATION_DATA) return
    const hidden = this.#lastBytes - ADDED_BYTES
    this.#hiddenTotal += hidden
    if (hidden < HANDSHAKE_BYTES_MIN) this.#handshakeIsOver = true
    if (!this.#handshakeIsOver && this.#hidden.length < HANDSHAKE_RECORDS_MAX) this.#hidden.push(hidden)
  }
}

function prefixSums(numbers: readonly number[]): number[] {
  let sum = 0
  return [0, ...numbers.map((number) => (sum += number))]
}
