/** Where the next data connection comes from: PASV, EPSV, PORT and EPRT. */

import { isIPv6 } from 'node:net'
import { plainAddress } from '../../base/addresses.ts'
import { type HostAndPort, parseEprt, parsePort, pasvText, protocolOf } from './addresses.ts'
import { activeWay, passiveWay } from './data-way.ts'
import { aboutVisit } from './on-login.ts'
import { type Reply, reply, replyOf } from './replies.ts'
import type { Visit } from './visit.ts'

const PORT_MIN = 1024

export async function passive(visit: Visit): Promise<Reply> {
  const { network, control } = visit
  if (visit.epsvOnly) return reply('passiveOnly')
  const host = network.passiveAddress === '' ? control.localAddress : network.passiveAddress
  if (isIPv6(host)) return reply('passiveNeedsV4')
  const port = await listen(visit)
  return port === null ? reply('noPassivePort') : replyOf(227, `Entering passive mode ${pasvText({ host, port })}.`)
}

export async function extendedPassive(visit: Visit, argument: string): Promise<Reply> {
  if (argument.toUpperCase() === 'ALL') {
    visit.epsvOnly = true
    return reply('done')
  }
  const protocol = protocolOf(visit.control.localAddress)
  if (argument !== '' && !/^\d+$/.test(argument)) return reply('argumentMalformed')
  if (argument !== '' && argument !== protocol) return otherProtocol(protocol)
  const port = await listen(visit)
  return port === null ? reply('noPassivePort') : replyOf(229, `Entering extended passive mode (|||${port}|).`)
}

export function port(visit: Visit, argument: string): Reply {
  if (visit.epsvOnly) return reply('passiveOnly')
  const target = parsePort(argument)
  return target ? goTo(visit, target) : reply('argumentMalformed')
}

export function extendedPort(visit: Visit, argument: string): Reply {
  if (visit.epsvOnly) return reply('passiveOnly')
  const target = parseEprt(argument)
  if (target === 'otherProtocol') return otherProtocol(protocolOf(visit.control.localAddress))
  return target ? goTo(visit, target) : reply('argumentMalformed')
}

/** One port for each session at most. */
async function listen(visit: Visit): Promise<number | null> {
  const { house, control, network } = visit
  visit.way?.cancel()
  visit.way = null
  const listening = await house.ports.listen(control.localAddress, network.passivePorts)
  if (!listening) {
    house.log.warn('ftp.noPassivePort', aboutVisit(visit))
    return null
  }
  visit.way = passiveWay(listening, control.address, house.limits.dataSeconds, (from) => {
    house.tally.turnedAway('dataStranger')
    house.log.warn('ftp.dataStranger', { ...aboutVisit(visit), from })
  })
  return listening.port
}

/** Files go back to where the client is, and to no service of it (RFC 2577 §3, case F8). */
function goTo(visit: Visit, { host, port: number }: HostAndPort): Reply {
  visit.way?.cancel()
  visit.way = null
  const { address } = visit.control
  // An IPv4 address in IPv6 clothes is another family than it says.
  const isOfClient = plainAddress(host) === address && isIPv6(host) === isIPv6(address)
  if (!isOfClient || number < PORT_MIN) return reply('addressForbidden')
  visit.way = activeWay({ host, port: number }, visit.control.localAddress)
  return reply('done')
}

function otherProtocol(protocol: string): Reply {
  const { code, lines } = reply('protocolUnknown')
  return replyOf(code, `${lines[0]} (${protocol})`)
}
