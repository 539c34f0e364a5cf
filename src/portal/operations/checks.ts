/** "Check files without sending them" (row 19): nothing is stored, so looking is what it is. */
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { CheckedSet } from '../../batch/dry-run.ts'
import type { FormFile } from '../../http/form.ts'
import type { Actor } from '../../registry/policy/authorise.ts'
import { CHECK_LIMITS } from '../check-limits.ts'
import type { PortalGround } from '../ground.ts'
import { type QualityPlace, type SendingQuality, sendingQuality } from './submissions.ts'

export type CheckRequest = {
  /** Over which the files would come; the first that is open when left out. */
  readonly channel?: string | undefined
  readonly files: readonly FormFile[]
}

export type Checked = SendingQuality & { readonly sets: readonly CheckedSet[] }

/**
 * What the gate would answer to these files, with the sender's rights and certificates as they are now. Refuses: SLU-MISSING, SLU-RIGHTS,
 * SLU-SIZE (more than `CHECK_LIMITS`), SLU-INPUT (no files, a name twice, a channel that is not open), SLU-STATE (no sender number), SLU-BUSY; throws `Unavailable`.
 */
export async function checkFiles(
  ground: Pick<PortalGround, 'database' | 'rules' | 'dryRun'>,
  actor: Actor,
  place: QualityPlace,
  { channel: wanted, files: sent }: CheckRequest,
): Promise<Result<Checked, Refusal>> {
  const sending = await sendingQuality(ground, actor, place)
  if (!sending.ok) return sending
  const { senderNumber, channels } = sending.value
  if (senderNumber === null) return no(NO_SENDER)
  if (sent.some(({ isCut }) => isCut)) return no(TOO_LARGE)
  const files = sent.map(({ fileName, bytes }) => ({ name: fileName, bytes }))
  if (files.length === 0) return no(NO_FILES)
  const twice = files.find(({ name }, index) => files.findIndex((other) => other.name === name) !== index)
  if (twice) return no(NAME_TWICE)
  const channel = channels.find((type) => type === wanted)
  if (wanted && !channel) return no(CHANNEL_NOT_OPEN)
  const sets = await ground.dryRun({ senderNumber, files, ...(channel && { channel }) })
  return sets.ok ? ok({ ...sending.value, sets: sets.value }) : sets
}

// biome-ignore format: a table
const [NO_SENDER, NO_FILES, NAME_TWICE, CHANNEL_NOT_OPEN] = [
  refusal('SLU-STATE', 'This quality has no sender number yet.', 'Set up the structured reports first.', { key: 'noSender' }),
  refusal('SLU-INPUT', 'No file was chosen.', 'Choose the files of a set: FI, FS and GO.', { key: 'noFiles' }),
  refusal('SLU-INPUT', 'Two files have the same name.', 'Choose each file once.', { key: 'fileTwice' }),
  refusal('SLU-INPUT', 'This channel is not open.', 'Choose one of the open channels.', { key: 'channelNotOpen' }),
] as const

const MEGABYTE = 1_000_000
const { filesMax, fileBytes, filesBytes } = CHECK_LIMITS
const [EACH, ALL] = [fileBytes / MEGABYTE, filesBytes / MEGABYTE]
export const TOO_LARGE = refusal(
  'SLU-SIZE',
  'These are more or larger files than can be checked here.',
  `Choose at most ${filesMax} files, each at most ${EACH} MB, ${ALL} MB in all; \`sluice check\` checks larger ones.`,
  { key: 'filesTooLarge', values: { files: filesMax, each: EACH, all: ALL } },
)
