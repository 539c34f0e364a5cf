/** The commands that are offered, where each is defined, and what it needs. */
import type { Refusal } from '../../base/refusal.ts'
import type { Result } from '../../base/result.ts'
import { hasControlBytes } from './command-line.ts'
import * as ports from './on-data-port.ts'
import { list, statOf } from './on-lists.ts'
import { password, user } from './on-login.ts'
import * as names from './on-names.ts'
import { auth, bufferSize, clearCommands, protection } from './on-security.ts'
import * as settings from './on-settings.ts'
import { retrieve, store } from './on-transfer.ts'
import { type Reply, reply, replyOf } from './replies.ts'
import type { Visit } from './visit.ts'

/** A reply, a refusal of the files, or null when the reply was sent already. */
export type CommandEnd = Reply | Result<Reply, Refusal> | null

type Act = (visit: Visit, argument: string) => CommandEnd | Promise<CommandEnd>

export type Command = {
  readonly source: string
  readonly needs: 'nothing' | 'login'
  /** `maybe` is a path or nothing, `words` a text or nothing. */
  readonly argument: 'none' | 'maybe' | 'words' | 'text' | 'path' | 'secret'
  readonly act: Act
}

type Row = readonly [source: string, needs: Command['needs'], argument: Command['argument'], act: Act]

// biome-ignore format: a table
const ROWS: Readonly<Record<string, Row>> = {
  USER: ['RFC 959 §4.1.1', 'nothing', 'text',  user],
  PASS: ['RFC 959 §4.1.1', 'nothing', 'secret', password],
  ACCT: ['RFC 959 §4.1.1', 'login',   'words', () => reply('superfluous')],
  QUIT: ['RFC 959 §4.1.1', 'nothing', 'none',  quit],
  CWD:  ['RFC 959 §4.1.1', 'login',   'path',  names.changeFolder],
  CDUP: ['RFC 959 §4.1.1', 'login',   'none',  names.parentFolder],
  PORT: ['RFC 959 §4.1.2', 'login',   'text',  ports.port],
  PASV: ['RFC 959 §4.1.2', 'login',   'none',  ports.passive],
  TYPE: ['RFC 959 §4.1.2', 'login',   'text',  settings.type],
  STRU: ['RFC 959 §4.1.2', 'login',   'text',  settings.structure],
  MODE: ['RFC 959 §4.1.2', 'login',   'text',  settings.mode],
  RETR: ['RFC 959 §4.1.3', 'login',   'path',  retrieve],
  STOR: ['RFC 959 §4.1.3', 'login',   'path',  (visit, path) => store(visit, path, 'replace')],
  APPE: ['RFC 959 §4.1.3', 'login',   'path',  (visit, path) => store(visit, path, 'append')],
  ALLO: ['RFC 959 §4.1.3', 'login',   'text',  settings.allocate],
  RNFR: ['RFC 959 §4.1.3', 'login',   'path',  names.renameFrom],
  RNTO: ['RFC 959 §4.1.3', 'login',   'path',  names.renameTo],
  ABOR: ['RFC 959 §4.1.3', 'login',   'none',  abort],
  DELE: ['RFC 959 §4.1.3', 'login',   'path',  names.remove],
  RMD:  ['RFC 959 §4.1.3', 'login',   'path',  names.removeFolder],
  MKD:  ['RFC 959 §4.1.3', 'login',   'path',  names.makeFolder],
  PWD:  ['RFC 959 §4.1.3', 'login',   'none',  names.currentFolder],
  LIST: ['RFC 959 §4.1.3', 'login',   'maybe', (visit, path) => list(visit, path, 'long')],
  NLST: ['RFC 959 §4.1.3', 'login',   'maybe', (visit, path) => list(visit, path, 'names')],
  SYST: ['RFC 959 §4.1.3', 'nothing', 'none',  settings.system],
  STAT: ['RFC 959 §4.1.3', 'login',   'maybe', (visit, path) => (path === '' ? settings.status(visit) : statOf(visit, path))],
  HELP: ['RFC 959 §4.1.3', 'nothing', 'words', help],
  NOOP: ['RFC 959 §4.1.3', 'nothing', 'words', () => reply('done')],
  XCUP: ['RFC 775',        'login',   'none',  names.parentFolder],
  XCWD: ['RFC 775',        'login',   'path',  names.changeFolder],
  XMKD: ['RFC 775',        'login',   'path',  names.makeFolder],
  XPWD: ['RFC 775',        'login',   'none',  names.currentFolder],
  XRMD: ['RFC 775',        'login',   'path',  names.removeFolder],
  AUTH: ['RFC 2228 §3',    'nothing', 'text',  auth],
  PBSZ: ['RFC 2228 §3',    'nothing', 'text',  bufferSize],
  PROT: ['RFC 2228 §3',    'nothing', 'text',  protection],
  CCC:  ['RFC 2228 §3',    'nothing', 'none',  clearCommands],
  FEAT: ['RFC 2389 §3',    'nothing', 'none',  settings.features],
  OPTS: ['RFC 2389 §4',    'nothing', 'text',  settings.option],
  EPRT: ['RFC 2428 §2',    'login',   'text',  ports.extendedPort],
  EPSV: ['RFC 2428 §3',    'login',   'words', ports.extendedPassive],
  MDTM: ['RFC 3659 §3',    'login',   'path',  names.modifiedAt],
  SIZE: ['RFC 3659 §4',    'login',   'path',  names.size],
  REST: ['RFC 3659 §5',    'login',   'text',  settings.restart],
  MLST: ['RFC 3659 §7',    'login',   'maybe', names.factsAbout],
  MLSD: ['RFC 3659 §7',    'login',   'maybe', (visit, path) => list(visit, path, 'facts')],
  MFMT: ['draft-somers-ftp-mfxx §3.1', 'login', 'path', names.setModifiedAt],
  CLNT: ['no RFC; clients tell their name', 'nothing', 'words', settings.client],
}

/** Known, and not offered (case F9); all other verbs are unknown. */
export const NOT_OFFERED: ReadonlySet<string> = new Set([
  ...[
    'SITE',
    'REIN',
    'SMNT',
    'STOU',
    'ADAT',
    'CONF',
    'ENC',
    'MIC',
    'LANG',
    'HOST',
    'LPRT',
    'LPSV',
    'XCRC',
    'XMD5',
    'HASH',
  ],
])

export const COMMANDS: ReadonlyMap<string, Command> = new Map(
  Object.entries(ROWS).map(([verb, [source, needs, argument, act]]) => [verb, { source, needs, argument, act }]),
)

/** The reply to a line that cannot be acted upon; null when it can. */
export function misuseOf(visit: Visit, verb: string, argument: string | null): Reply | null {
  const command = COMMANDS.get(verb)
  if (!command) return reply(NOT_OFFERED.has(verb) ? 'notOffered' : 'unknownCommand')
  if (command.needs === 'login' && !visit.guest) return reply('notLoggedIn')
  const isEmpty = argument === null || argument === ''
  if (command.argument === 'secret') return null
  if (command.argument === 'none') return isEmpty ? null : reply('argumentForbidden')
  const isPath = command.argument === 'path' || command.argument === 'maybe'
  if (isEmpty) return command.argument === 'maybe' || command.argument === 'words' ? null : reply('argumentMissing')
  return hasControlBytes(argument) ? reply(isPath ? 'nameWithControl' : 'argumentMalformed') : null
}

function quit(visit: Visit): Reply {
  visit.isLeaving = true
  return reply('goodbye')
}

/** A transfer that was under way has got its own reply by now (RFC 959 §4.1.3). */
function abort(visit: Visit): Reply {
  if (!visit.way) return reply('aborted')
  visit.way.cancel()
  visit.way = null
  return reply('nothingToAbort')
}

function help(): Reply {
  return replyOf(214, 'The commands are:', [...COMMANDS.keys()].join(' '), 'End of help.')
}
