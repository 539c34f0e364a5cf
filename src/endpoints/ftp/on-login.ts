/** USER and PASS. */

import { remedyFor } from '../../base/errors.ts'
import { errorFields } from '../../base/log.ts'
import { presentSession } from './present-session.ts'
import { type Reply, reply } from './replies.ts'
import { isProtected, outside, type Visit } from './visit.ts'

/** Longer names belong to nobody, and are not carried to the database or the log. */
const USER_CHARACTERS_MAX = 128

/** A new name ends the session that was open; a name that comes in clear where TLS is required is not even kept (case F1). */
export function user(visit: Visit, name: string): Reply {
  leave(visit)
  if (!isProtected(visit)) return reply('tlsRequired')
  visit.user = name
  return reply('passwordPlease')
}

/** The password is not looked at unless the name was taken. */
export async function password(visit: Visit, secret: string): Promise<Reply> {
  const { user: name, house } = visit
  visit.user = null
  if (!isProtected(visit)) return reply('tlsRequired')
  if (name === null || visit.guest) return reply('userFirst')
  if (house.isDraining) return lastReply(visit, 'draining')
  const answer = await ask(visit, name, secret)
  if (answer === 'unavailable') return lastReply(visit, 'loginUnavailable')
  if ('refused' in answer) return refuse(visit, name, answer.refused)
  if (visit.control.hasEnded) return reply('loggedIn')
  if (!house.sessions.enter({ name: answer.name, address: visit.control.address })) return turnAway(visit, answer.name)
  visit.guest = answer
  visit.present = presentSession(visit, answer)
  house.register.enter(visit.present)
  house.tally.login('accepted')
  house.tally.sessions(house.sessions.count)
  house.log.info('ftp.sessionOpened', { ...aboutVisit(visit), name: answer.name, tls: visit.control.isEncrypted })
  return reply('loggedIn')
}

/** As if nobody had ever logged in: the account's place is free again, and nothing that it prepared is left. */
export function leave(visit: Visit): void {
  const { guest, house, control, way, present } = visit
  way?.cancel()
  visit.way = null
  Object.assign(visit, outside())
  if (!guest) return
  if (present) house.register.leave(present)
  house.sessions.leave({ name: guest.name, address: control.address })
  house.tally.sessions(house.sessions.count)
  house.log.info('ftp.sessionClosed', { ...aboutVisit(visit), name: guest.name })
}

export function aboutVisit({ session, control, network }: Visit): object {
  return { session, address: control.address, ...(network.name !== null && { network: network.name }) }
}

async function ask(visit: Visit, name: string, secret: string) {
  const { house, control, session, network } = visit
  if (name.length > USER_CHARACTERS_MAX) return { refused: 'name too long' }
  const { address, certificate } = control
  const attempt = { user: utf8(name), password: utf8(secret), address, network: network.name, session, certificate }
  try {
    return await house.admit(attempt)
  } catch (error) {
    if (remedyFor(error) === 'crash') throw error
    house.tally.login('unavailable')
    house.log.error('ftp.loginUnavailable', { ...aboutVisit(visit), ...errorFields(error) })
    return 'unavailable'
  }
}

function refuse(visit: Visit, name: string, reason: string): Reply {
  const { house } = visit
  visit.failures += 1
  house.tally.login('refused')
  house.log.info('ftp.loginRefused', { ...aboutVisit(visit), user: name.slice(0, USER_CHARACTERS_MAX), reason })
  const isLast = visit.failures >= house.limits.loginFailuresPerSession
  return isLast ? lastReply(visit, 'tooManyFailures') : reply('loginRefused')
}

function turnAway(visit: Visit, name: string): Reply {
  visit.house.tally.login('overLimit')
  visit.house.log.warn('ftp.turnedAway', { ...aboutVisit(visit), name, why: 'tooManySessions' })
  return lastReply(visit, 'tooManySessions')
}

function lastReply(visit: Visit, name: Parameters<typeof reply>[0]): Reply {
  visit.isLeaving = true
  return reply(name)
}

/** Control lines are bytes; names and passwords are text (RFC 2640 §2.2). */
function utf8(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
