/** The mailbox of an enterprise (matrix row 22): managers see what is of their quality, users what is of the services granted to them. */
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Queries } from '../../database/database.ts'
import {
  countUnread,
  deleteNotices,
  type MailboxView,
  markRead,
  type Notice,
  noticesOf,
  type Scope,
} from '../../notices/mailbox.ts'
import type { Actor } from '../../registry/policy/authorise.ts'
import { decide, type HeldRole, type Switches } from '../../registry/policy/decide.ts'
import { reachOf } from '../../registry/policy/reach.ts'
import type { Acting } from './acting.ts'

export type NoticesWanted = {
  readonly enterpriseNumber: string
  /** The last notice of the page before. */
  readonly before?: string
  /** Only what is about this online service. */
  readonly service?: string
  readonly limit: number
}

export type NoticesRead = {
  readonly notices: readonly Notice[]
  readonly unread: number
}

/** Refuses: SLU-MISSING, SLU-RIGHTS. */
export async function readNotices(
  { actor, ground }: Acting,
  { enterpriseNumber, service, ...page }: NoticesWanted,
): Promise<Result<NoticesRead, Refusal>> {
  const { queries } = ground.database
  const view = await viewOf(queries, actor, enterpriseNumber, ground.rules)
  if (!view.ok) return view
  const narrowed = service === undefined ? view.value : about(view.value, service)
  return ok({
    notices: await noticesOf(queries, { ...narrowed, ...page }),
    unread: await countUnread(queries, view.value),
  })
}

export type NoticesChosen = { readonly enterpriseNumber: string; readonly noticeIds: readonly string[] }

/** What is not in view is left as it is. Resolves with the number marked. Refuses: SLU-MISSING, SLU-RIGHTS. */
export function readThem(
  { actor, ground }: Acting,
  { enterpriseNumber, noticeIds }: NoticesChosen,
): Promise<Result<number, Refusal>> {
  return ground.database.transaction(async (tx) => {
    const view = await viewOf(tx, actor, enterpriseNumber, ground.rules)
    return view.ok ? ok(await markRead(tx, view.value, { noticeIds, accountId: actor.accountId })) : view
  })
}

/** For everybody of the enterprise; what is not in view stays. Resolves with the number deleted. Refuses: SLU-MISSING, SLU-RIGHTS. */
export function deleteThem(
  { actor, ground }: Acting,
  { enterpriseNumber, noticeIds }: NoticesChosen,
): Promise<Result<number, Refusal>> {
  return ground.database.transaction(async (tx) => {
    const view = await viewOf(tx, actor, enterpriseNumber, ground.rules)
    return view.ok ? ok(await deleteNotices(tx, view.value, noticeIds)) : view
  })
}

/** What of the mailbox these roles open: by row 22, and what is about the enterprise itself for its main roles. Pure. */
export function scopesOf(
  { actor, roles }: { readonly actor: Pick<Actor, 'accountId'>; readonly roles: readonly HeldRole[] },
  enterpriseNumber: string,
  switches: Switches,
): Scope[] {
  const here = roles.filter((held) => held.enterpriseNumber === enterpriseNumber)
  const isMain = here.some(({ role }) => role === 'mainAccessManager' || role === 'coMainAccessManager')
  const codes = [...new Set(here.flatMap(({ qualityCode }) => (qualityCode === null ? [] : [qualityCode])))]
  const opens = (qualityCode: string, service?: string) => {
    const place = { enterpriseNumber, qualityCode }
    const asked = { actor: { ...actor, roles: here }, action: 'seeMessages', place } as const
    return decide({ ...asked, ...(service !== undefined && { service }) }, switches).allowed
  }
  const ofQualities = codes.flatMap((qualityCode): Scope[] => {
    if (opens(qualityCode)) return [{ qualityCode, services: null }]
    const grants = here.filter((held) => held.qualityCode === qualityCode).flatMap((held) => held.grants ?? [])
    const services = grants.filter((service) => opens(qualityCode, service))
    return services.length === 0 ? [] : [{ qualityCode, services }]
  })
  return [...(isMain ? [{ qualityCode: null, services: null }] : []), ...ofQualities]
}

async function viewOf(
  queries: Queries,
  actor: Actor,
  enterpriseNumber: string,
  switches: Switches,
): Promise<Result<MailboxView, Refusal>> {
  const roles = await reachOf(queries, actor)
  if (!roles.some((held) => held.enterpriseNumber === enterpriseNumber)) return no(NOT_THERE)
  const scopes = scopesOf({ actor, roles }, enterpriseNumber, switches)
  return scopes.length === 0 ? no(NO_MAILBOX) : ok({ enterpriseNumber, scopes })
}

function about({ scopes, ...view }: MailboxView, service: string): MailboxView {
  const narrowed = (scopes ?? []).flatMap(({ qualityCode, services }) =>
    services === null || services.includes(service) ? [{ qualityCode, services: [service] }] : [],
  )
  return { ...view, scopes: narrowed }
}

const NOT_THERE = refusal('SLU-MISSING', 'There is no such thing here.', 'Check the address.', { key: 'hidden' })
const NO_MAILBOX = refusal(
  'SLU-RIGHTS',
  'Your role does not allow this.',
  'Ask an access manager of your enterprise.',
  { key: 'notAllowed' },
)
