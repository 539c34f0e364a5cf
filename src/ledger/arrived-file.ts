import type { Sha256 } from '../base/hashes.ts'
import type { ChannelType } from '../batch/channel.ts'
import type { Environment } from '../batch/environment.ts'

/** A file whose bytes are safe, on its way to its row: who brought what. */
export type ArrivedFile = {
  readonly fileId: string
  readonly sender: string
  /** Of the folder of upload. */
  readonly environment: Environment
  readonly name: string
  readonly sha256: Sha256
  readonly bytes: number
  /** Cut off at the size limit; the blob is empty then (decision 9). */
  readonly overLimit: boolean
  readonly channel: ChannelType
  readonly principal: string
  readonly address: string
  readonly session: string
}

/** Which set a file belongs to: its sender's, and the key as text. */
export type SetPlace = { readonly sender: string; readonly rawKey: string }

/** For `fewRows`. */
export const PLACE_COLUMNS = 'sender text, raw_key text'

export function placeRow({ sender, rawKey }: SetPlace): object {
  return { sender, raw_key: rawKey }
}

/** A row of `received_file` as the flow reads it. */
export type ReceivedFile = {
  readonly fileId: string
  readonly submissionId: string | null
  readonly name: string
  readonly sha256: Sha256
  readonly bytes: number
  readonly overLimit: boolean
  readonly channel: ChannelType
  readonly receivedAt: Date
}
