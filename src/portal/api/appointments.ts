import { z } from 'zod'
import { ok } from '../../base/result.ts'
import { QUALITY_CODE } from '../../batch/quality-code.ts'
import { PAGE_SIZE, PAGE_SIZE_MAX, pageOf, withQuery } from '../../http/keyset.ts'
import { APPOINTED_ROLES } from '../../registry/people/appointment-rules.ts'
import type { ListedAppointment } from '../../registry/people/find-appointments.ts'
import { apiRoute } from '../api-route.ts'
import { appointAssistant, endAssistant, pageOfAssistants, readAssistant } from '../operations/appointments.ts'
import { readPerson } from '../operations/new-person.ts'
import { enterprisePath, parentOf } from '../places.ts'
import { personBody, typedPerson } from './person-body.ts'

const APPOINTMENTS = '/enterprises/:enterpriseNumber/appointments'

const appointment = z.object({
  href: z.string(),
  appointmentId: z.string(),
  role: z.enum(APPOINTED_ROLES),
  qualityCode: z.string().optional(),
  lastName: z.string(),
  firstName: z.string(),
  username: z.string().optional(),
  origin: z.enum(['legalRepresentative', 'appointment', 'automatic']),
  state: z.enum(['active', 'ended']),
  createdAt: z.string(),
  endedAt: z.string().optional(),
  version: z.int(),
})

const GET_APPOINTMENTS = apiRoute({
  method: 'GET',
  path: APPOINTMENTS,
  row: 'listUsers',
  summary:
    'Who is appointed: the main roles, and those of the qualities that one manages; of ended ones the latest first.',
  status: 200,
  query: z.strictObject({
    state: z.enum(['active', 'ended']).optional(),
    after: z.uuid().optional(),
    pageSize: z.coerce.number().int().min(1).max(PAGE_SIZE_MAX).optional(),
  }),
  answer: z.object({ self: z.string(), items: z.array(appointment), pageSize: z.int(), next: z.string().optional() }),
  handle: async (ask) => {
    const { state = 'active', after, pageSize = PAGE_SIZE } = ask.search
    const wanted = { ...ask.params, state, ...(after && { after }), limit: pageSize + 1 }
    const found = await pageOfAssistants(ask, wanted)
    if (!found.ok) return found
    const paging = { path: withQuery(ask.address, { after: undefined }), after, pageSize }
    const page = pageOf(found.value, paging, ({ appointmentId }) => appointmentId)
    return ok({ body: { ...page, items: page.items.map((each) => told(each, ask.path)) } })
  },
})

const GET_APPOINTMENT = apiRoute({
  method: 'GET',
  path: `${APPOINTMENTS}/:appointmentId`,
  row: 'listUsers',
  summary: 'One appointment, also when it has ended.',
  status: 200,
  answer: appointment,
  handle: async (ask) => {
    const found = await readAssistant(ask, ask.params)
    if (!found.ok) return found
    return ok({ version: found.value.version, body: told(found.value, parentOf(ask.path)) })
  },
})

const POST_APPOINTMENT = apiRoute({
  method: 'POST',
  path: APPOINTMENTS,
  row: 'listUsers',
  summary: 'Appoints somebody.',
  status: 201,
  body: z.strictObject({
    role: z.enum(APPOINTED_ROLES),
    qualityCode: z.string().regex(QUALITY_CODE).optional(),
    ...personBody,
  }),
  answer: z.object({
    appointmentId: z.string(),
    firstWay: z.enum(['known', 'identity', 'activation', 'provisional']),
  }),
  handle: async (ask) => {
    const { role, qualityCode = null, ...given } = ask.body
    const person = readPerson(typedPerson(given), ask.now)
    if (!person.ok) return person
    const { enterpriseNumber } = ask.params
    const appointed = await appointAssistant(ask, { enterpriseNumber, role, qualityCode, person: person.value })
    if (!appointed.ok) return appointed
    const { appointmentId } = appointed.value
    return ok({
      ...{ location: enterprisePath(enterpriseNumber, `appointments/${appointmentId}`), version: 1 },
      body: appointed.value,
    })
  },
})

const DELETE_APPOINTMENT = apiRoute({
  method: 'DELETE',
  path: `${APPOINTMENTS}/:appointmentId`,
  row: 'listUsers',
  summary: 'Ends an appointment.',
  status: 204,
  ifMatch: 'required',
  handle: async (ask) => {
    const ended = await endAssistant(ask, { ...ask.params, expectedVersion: ask.expectedVersion })
    return ended.ok ? ok({}) : ended
  },
})

export const APPOINTMENT_API = [GET_APPOINTMENTS, POST_APPOINTMENT, GET_APPOINTMENT, DELETE_APPOINTMENT]

function told(row: ListedAppointment, path: string) {
  const { appointmentId, role, qualityCode, lastName, firstName, username, origin, state, version } = row
  return {
    ...{ href: `${path}/${appointmentId}`, appointmentId, role, qualityCode, lastName, firstName, username, origin },
    ...{ state, version, createdAt: row.createdAt.toISOString(), endedAt: row.endedAt?.toISOString() ?? null },
  }
}
