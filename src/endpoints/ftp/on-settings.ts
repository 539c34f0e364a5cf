/** What a client asks, tells and sets about the session itself. */
import { FACTS, type Fact } from './listing.ts'
import { type Reply, reply, replyOf } from './replies.ts'
import type { Visit } from './visit.ts'

const FEATURES = ['EPRT', 'EPSV', 'MDTM', 'MFMT', 'MLST', 'REST STREAM', 'SIZE', 'TVFS', 'UTF8']
const SECURE_FEATURES = ['AUTH TLS', 'PBSZ', 'PROT']
const CLIENT_CHARACTERS_MAX = 100
const OFFSET = /^\d{1,15}$/

/** The facts that are switched on have an asterisk (RFC 3659 §7.8). */
export function features({ house, facts }: Visit): Reply {
  const known = FACTS.map((fact) => `${fact}${facts.includes(fact) ? '*' : ''};`).join('')
  const offered = [...(house.tls() ? SECURE_FEATURES : []), ...FEATURES]
  const lines = offered.map((feature) => (feature === 'MLST' ? `MLST ${known}` : feature))
  return replyOf(211, 'Features:', ...lines, 'End') // RFC 2389 §3.2 wants this very word
}

/** Names are bytes here, so that UTF-8 is neither on nor off. */
export function option(visit: Visit, argument: string): Reply {
  const [name = '', facts = ''] = argument.split(' ')
  switch (name.toUpperCase()) {
    case 'UTF8':
      return reply('done')
    case 'MLST':
      visit.facts = knownAmong(facts)
      return replyOf(200, `MLST OPTS ${visit.facts.map((fact) => `${fact};`).join('')}`.trimEnd())
    default:
      return reply('optionUnknown')
  }
}

/** `type;size;`; facts that nobody knows are passed over (RFC 3659 §7.9). */
function knownAmong(text: string): Fact[] {
  const wanted = text.toLowerCase().split(';')
  return FACTS.filter((fact) => wanted.includes(fact.toLowerCase()))
}

/** Many programs say who they are; the others stay unnamed. */
export function client(visit: Visit, name: string): Reply {
  visit.client = name.slice(0, CLIENT_CHARACTERS_MAX)
  return reply('done')
}

export function system(): Reply {
  return replyOf(215, 'UNIX Type: L8')
}

/** Files are kept and sent as they are in either type: a signature is over bytes. */
export function type(visit: Visit, argument: string): Reply {
  const wanted = argument.toUpperCase()
  if (!['A', 'A N', 'I', 'L 8'].includes(wanted)) return reply('parameterUnknown')
  visit.type = wanted.startsWith('A') ? 'A' : 'I'
  return reply('done')
}

export function structure(_visit: Visit, argument: string): Reply {
  return reply(argument.toUpperCase() === 'F' ? 'done' : 'parameterUnknown')
}

export function mode(_visit: Visit, argument: string): Reply {
  return reply(argument.toUpperCase() === 'S' ? 'done' : 'parameterUnknown')
}

export function restart(visit: Visit, argument: string): Reply {
  if (!OFFSET.test(argument)) return reply('argumentMalformed')
  visit.restartAt = Number(argument)
  return reply('restartNoted')
}

/** `ALLO 1024`, and `ALLO 1024 R 80` of old. */
export function allocate(visit: Visit, argument: string): Reply {
  const [bytes = ''] = argument.split(' ')
  if (!OFFSET.test(bytes)) return reply('argumentMalformed')
  visit.announcedBytes = Number(bytes)
  return reply('done')
}

export function status({ control, guest, transfer, type: kind }: Visit): Reply {
  const who = guest ? `Logged in as ${guest.name}.` : 'Not logged in.'
  const what = transfer ? `A transfer is under way: ${transfer.bytes} bytes so far.` : 'No transfer is under way.'
  const how = `${control.isEncrypted ? 'TLS' : 'No TLS'}; TYPE ${kind}, STRU F, MODE S.`
  return replyOf(211, 'Status:', who, what, how, 'End of status.')
}
