/** The mailbox of an enterprise (matrix row 22): managers see what is of their quality, users what is of the services granted to them. */
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Queries, Transaction } from '../../database/database.ts'
import {
  countUnread,
  deleteNotices,
  type MailboxView,
  markRead,
  type Notice,
  noticesOf,
  type Scope,
} from '../../notices/mailbox.ts'
import { writeAudit } from '../../registry/audit.ts'
import { type Actor, actOf } from '../../registry/policy/authorise.ts'
import { decide, type HeldRole, type Switches } from '../../registry/policy/decide.ts'
import type { Role } from '../../registry/policy/matrix.ts'
import { reachOf } from '../../registry/policy/reach.ts'
import { NOT_THERE } from '../not-there.ts'
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

/**
 * For everybody of the enterprise; what is not in view stays. Resolves with the number deleted. Refuses: SLU-MISSING, SLU-RIGHTS. Audit:
 * `notice.deleted`, one entry for each quality.
 */
export function deleteThem(
  { actor, ground }: Acting,
  { enterpriseNumber, noticeIds }: NoticesChosen,
): Promise<Result<number, Refusal>> {
  return ground.database.transaction(async (tx) => {
    const view = await viewOf(tx, actor, enterpriseNumber, ground.rules)
    if (!view.ok) return view
    let deleted = 0
    for (const scope of view.value.scopes) {
      deleted += await deleteInScope(tx, actor, { enterpriseNumber, scope, noticeIds })
    }
    return ok(deleted)
  })
}

async function deleteInScope(
  tx: Transaction,
  actor: Actor,
  { enterpriseNumber, scope, noticeIds }: NoticesChosen & { readonly scope: OpenScope },
): Promise<number> {
  const { qualityCode, role } = scope
  const notices = await deleteNotices(tx, { enterpriseNumber, scopes: [scope] }, noticeIds)
  if (notices.length === 0) return 0
  await writeAudit(tx, {
    ...actOf(actor, role, { enterpriseNumber, qualityCode }),
    ...{ action: 'notice.deleted', subject: `enterprise:${enterpriseNumber}` },
    detail: { before: { ...(qualityCode !== null && { qualityCode }), notices } },
  })
  return notices.length
}

/** With the role that opens it. */
export type OpenScope = Scope & { readonly role: Role }

/** What of the mailbox these roles open: by row 22, and what is about the enterprise itself for its main roles. Pure. */
export function scopesOf(
  { actor, roles }: { readonly actor: Pick<Actor, 'accountId'>; readonly roles: readonly HeldRole[] },
  enterpriseNumber: string,
  switches: Switches,
): OpenScope[] {
  const here = roles.filter((held) => held.enterpriseNumber === enterpriseNumber)
  const main = here.find(({ role }) => role === 'mainAccessManager' || role === 'coMainAccessManager')
  const codes = [...new Set(here.flatMap(({ qualityCode }) => (qualityCode === null ? [] : [qualityCode])))]
  const opens = (qualityCode: string, service?: string) => {
    const place = { enterpriseNumber, qualityCode }
    const asked = { actor: { ...actor, roles: here }, action: 'seeMessages', place } as const
    const decision = decide({ ...asked, ...(service !== undefined && { service }) }, switches)
    return decision.allowed ? decision.role : null
  }
  const ofQualities = codes.flatMap((qualityCode): OpenScope[] => {
    const whole = opens(qualityCode)
    if (whole) return [{ qualityCode, services: null, role: whole }]
    const grants = here.filter((held) => held.qualityCode === qualityCode).flatMap((held) => held.grants ?? [])
    const services = grants.filter((service) => opens(qualityCode, service) !== null)
    const [role] = services.map((service) => opens(qualityCode, service))
    return role ? [{ qualityCode, services, role }] : []
  })
  return [...(main ? [{ qualityCode: null, services: null, role: main.role }] : []), ...ofQualities]
}

type OpenView = { readonly enterpriseNumber: string; readonly scopes: readonly OpenScope[] }

async function viewOf(
  queries: Queries,
  actor: Actor,
  enterpriseNumber: string,
  switches: Switches,
): Promise<Result<OpenView, Refusal>> {
  const roles = await reachOf(queries, actor)
  if (!roles.some((held) => held.enterpriseNumber === enterpriseNumber)) return no(NOT_THERE)
  const scopes = scopesOf({ actor, roles }, enterpriseNumber, switches)
  return scopes.length === 0 ? no(NO_MAILBOX) : ok({ enterpriseNumber, scopes })
}

function about({ scopes, ...view }: OpenView, service: string): MailboxView {
  const narrowed = scopes.flatMap(({ qualityCode, services }) =>
    services === null || services.includes(service) ? [{ qualityCode, services: [service] }] : [],
  )
  return { ...view, scopes: narrowed }
}

const NO_MAILBOX = refusal(
  'SLU-RIGHTS',
  'Your role does not allow this.',
  'Ask an access manager of your enterprise.',
  { key: 'notAllowed' },
)
