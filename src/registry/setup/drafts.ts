/**
 * Drafts of a set-up: one for each quality, kept for some hours after the latest step, seen by nobody who receives files, and gone
 * without a trace in force when it is given up (spec access.md §6.8, rule 12.1).
 */
import { sql } from 'kysely'
import { Corrupt } from '../../base/errors.ts'
import { uuidV7 } from '../../base/ids.ts'
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { EnterpriseNumber, SenderNumber } from '../../batch/identifiers.ts'
import type { Queries, Transaction } from '../../database/database.ts'
import type { Act } from '../audit.ts'
import { recordChange } from '../change.ts'
import { NOTHING_YET, SETUP_STEPS, type SetupContents, type SetupStep } from './contents.ts'
import { lockActiveQuality, type SetupPlace, STALE, senderAt } from './place.ts'
import { readContents, storedContents } from './stored-contents.ts'

export type SetupDraft = SetupPlace & {
  readonly draftId: string
  /** Where the wizard goes on. */
  readonly step: SetupStep
  readonly contents: SetupContents
  readonly createdBy: string
  readonly updatedAt: Date
  readonly expiresAt: Date
  readonly version: number
}

/** A draft as somebody has seen it; its place is the one that he may act in. */
export type SeenDraft = SetupPlace & { readonly draftId: string; readonly expectedVersion: number }

const IS_LIVE = sql<boolean>`expires_at > now()`

/**
 * Takes up the live draft of the quality, or begins one that is kept for `hours` after each step.
 * Refuses with SLU-STATE when the quality is not active or is set up already.
 */
export async function beginSetup(
  tx: Transaction,
  place: SetupPlace,
  hours: number,
  act: Act,
): Promise<Result<SetupDraft, Refusal>> {
  const active = await lockActiveQuality(tx, place)
  if (!active.ok) return active
  const sender = await senderAt(tx, place)
  if (sender) return no(alreadySetUp(sender))
  const live = await draftOf(tx, place)
  if (live) return ok(live)
  await deleteDraft(tx, place)
  const draftId = uuidV7()
  await tx
    .insertInto('setup_draft')
    .values({
      draft_id: draftId,
      enterprise_number: place.enterpriseNumber,
      quality_code: place.qualityCode,
      ...{ step: SETUP_STEPS[0], body: storedContents(NOTHING_YET), created_by: act.actor },
      expires_at: sql<Date>`now() + make_interval(secs => ${hours * 3600})`,
    })
    .execute()
  await recordDraft(tx, act, 'setup.begun', { ...place, draftId })
  const begun = await draftOf(tx, place)
  if (!begun) throw new Corrupt('a draft that was just begun is not there')
  return ok(begun)
}

/** Null when there is none, or its time is over by the database's clock. */
export async function draftOf(queries: Queries, place: SetupPlace): Promise<SetupDraft | null> {
  const row = await rowAt(queries, place).executeTakeFirst()
  return row ? draftFrom(row, place) : null
}

/** Keeps the draft from others. Refuses: SLU-STATE (set up already), SLU-UNKNOWN (given up, or over), SLU-VERSION. */
export async function lockDraft(tx: Transaction, seen: SeenDraft): Promise<Result<SetupDraft, Refusal>> {
  const active = await lockActiveQuality(tx, seen)
  if (!active.ok) return active
  const sender = await senderAt(tx, seen)
  if (sender) return no(alreadySetUp(sender))
  const row = await rowAt(tx, seen).where('draft_id', '=', seen.draftId).forUpdate().executeTakeFirst()
  if (!row) return no(NO_DRAFT)
  return row.version === seen.expectedVersion ? ok(draftFrom(row, seen)) : no(STALE)
}

/** Leaves nothing but two lines in the audit. Refuses as `lockDraft`. */
export async function abandonSetup(tx: Transaction, seen: SeenDraft, act: Act): Promise<Result<void, Refusal>> {
  const draft = await lockDraft(tx, seen)
  if (!draft.ok) return draft
  await deleteDraft(tx, seen)
  await recordDraft(tx, act, 'setup.abandoned', seen)
  return ok(undefined)
}

/** Deletes those whose time is over; resolves with their number. */
export async function forgetOldDrafts(tx: Transaction, act: Act): Promise<number> {
  const rows = await tx
    .deleteFrom('setup_draft')
    .where(sql<boolean>`expires_at <= now()`)
    .returning(['enterprise_number', 'quality_code as qualityCode', 'draft_id as draftId'])
    .execute()
  for (const { enterprise_number, ...rest } of rows) {
    await recordDraft(tx, act, 'setup.expired', { ...rest, enterpriseNumber: enterprise_number as EnterpriseNumber })
  }
  return rows.length
}

export async function deleteDraft(tx: Transaction, { enterpriseNumber, qualityCode }: SetupPlace): Promise<void> {
  await tx
    .deleteFrom('setup_draft')
    .where('enterprise_number', '=', enterpriseNumber)
    .where('quality_code', '=', qualityCode)
    .execute()
}

/** What was filled in is not repeated: it names people. */
export async function recordDraft(
  tx: Transaction,
  act: Act,
  action: `setup.${string}`,
  { enterpriseNumber, qualityCode, draftId }: SetupPlace & { readonly draftId: string },
  more: Record<string, unknown> = {},
): Promise<void> {
  const subject = `enterprise:${enterpriseNumber}` as const
  await recordChange(tx, act, { action, subject, after: { qualityCode, draftId, ...more } })
}

function rowAt(queries: Queries, { enterpriseNumber, qualityCode }: SetupPlace) {
  return queries
    .selectFrom('setup_draft')
    .select(['draft_id', 'step', 'body', 'created_by', 'updated_at', 'expires_at', 'version'])
    .where('enterprise_number', '=', enterpriseNumber)
    .where('quality_code', '=', qualityCode)
    .where(IS_LIVE)
}

type Row = {
  readonly draft_id: string
  readonly step: string
  readonly body: unknown
  readonly created_by: string
  readonly updated_at: Date
  readonly expires_at: Date
  readonly version: number
}

function draftFrom(row: Row, { enterpriseNumber, qualityCode }: SetupPlace): SetupDraft {
  return {
    ...{ enterpriseNumber, qualityCode },
    draftId: row.draft_id,
    step: row.step as SetupStep,
    contents: readContents(row.body),
    createdBy: row.created_by,
    updatedAt: row.updated_at,
    expiresAt: row.expires_at,
    version: row.version,
  }
}

const NO_DRAFT = refusal(
  'SLU-UNKNOWN',
  'This set-up was given up, or its time is over.',
  'Begin again; nothing of it was in force.',
  { key: 'setupGone' },
)

function alreadySetUp(sender: SenderNumber): Refusal {
  return refusal(
    'SLU-STATE',
    `Structured reports are set up already: this quality sends as ${sender}.`,
    'Look at its configuration and change it there.',
    { key: 'alreadySetUp', values: { sender } },
  )
}
