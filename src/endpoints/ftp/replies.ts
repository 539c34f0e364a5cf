/** Every reply of the engine, with where it is defined. What a refusal says comes from whoever keeps the files (`refusal-replies.ts`). */

export type Reply = {
  readonly code: number
  /** One line each; in the bytes of the wire (ISO-8859-1), so that a name comes back as it was sent. */
  readonly lines: readonly string[]
}

// biome-ignore format: a table
const TABLE = {
  dataOpens:          [150, 'RFC 959 §4.2',  'The data connection is open.'],
  done:               [200, 'RFC 959 §4.2',  'Done.'],
  superfluous:        [202, 'RFC 959 §4.2',  'Not needed here.'],
  goodbye:            [221, 'RFC 959 §4.2',  'Goodbye.'],
  ready:              [220, 'RFC 959 §4.2',  'Sluice is ready.'],
  nothingToAbort:     [225, 'RFC 959 §4.2',  'No transfer is under way.'],
  listed:             [226, 'RFC 959 §4.2',  'The list is complete.'],
  sent:               [226, 'RFC 959 §4.2',  'The file was sent.'],
  taken:              [226, 'RFC 959 §4.2',  'The file is safe with us.'],
  aborted:            [226, 'RFC 959 §4.2',  'The transfer has ended.'],
  loggedIn:           [230, 'RFC 959 §4.2',  'Logged in.'],
  tlsBegins:          [234, 'RFC 4217 §4',   'Begin TLS now.'],
  acted:              [250, 'RFC 959 §4.2',  'Done.'],
  passwordPlease:     [331, 'RFC 959 §4.2',  'Send the password.'],
  restartNoted:       [350, 'RFC 3659 §5.3', 'The next transfer begins there.'],
  newNamePlease:      [350, 'RFC 959 §4.2',  'Send the new name.'],
  draining:           [421, 'RFC 959 §4.2',  'SLU-BUSY: The gateway is about to stop. Connect again in a minute.'],
  idle:               [421, 'RFC 959 §4.2',  'SLU-BUSY: The session was idle for too long. Connect again.'],
  tooSlow:            [421, 'RFC 959 §4.2',  'SLU-BUSY: The log-in took too long. Connect again.'],
  tooManyFailures:    [421, 'RFC 959 §4.2',  'SLU-LOGIN: Too many attempts to log in. Check user and password.'],
  tooManySessions:    [421, 'RFC 959 §4.2',  'SLU-SESSIONS: Too many sessions are open. Close other sessions, or try again later.'],
  loginEnded:         [421, 'RFC 959 §4.2',  'SLU-SUSPENDED: This account may no longer be used here. Ask the access manager of your enterprise.'],
  kicked:             [421, 'RFC 959 §4.2',  'SLU-BUSY: An operator has ended this session. Ask the operators of the gateway before you connect again.'],
  loginUnavailable:   [421, 'RFC 959 §4.2',  'SLU-STORE: Nobody can log in for a moment. Try again later.'],
  noDataConnection:   [425, 'RFC 959 §4.2',  'SLU-STATE: No data connection was made. Send EPSV, PASV, EPRT or PORT first, and connect.'],
  dataNotOpened:      [425, 'RFC 959 §4.2',  'SLU-PARTIAL: The data connection was not made in time. Allow the passive ports in your firewall, or use active mode.'],
  noPassivePort:      [425, 'RFC 959 §4.2',  'SLU-BUSY: No passive port is free. Try again in half a minute.'],
  passiveNeedsV4:     [425, 'RFC 2428 §3',   'SLU-OPERATION: PASV knows IPv4 addresses only. Use EPSV.'],
  cutOff:             [426, 'RFC 959 §4.2',  'SLU-PARTIAL: The data connection broke; nothing was kept. Send the file again.'],
  endNotAnnounced:    [426, 'RFC 4217 §12',  'SLU-PARTIAL: The end of the file was not announced by TLS (close_notify); nothing was kept. Send it again, or let your client close TLS properly.'],
  transferTooSlow:    [426, 'RFC 959 §4.2',  'SLU-PARTIAL: The transfer was too slow and was ended; nothing was kept. Try again.'],
  transferAborted:    [426, 'RFC 959 §4.2',  'SLU-PARTIAL: The transfer was aborted; nothing was kept.'],
  storeSilent:        [451, 'RFC 959 §4.2',  'SLU-STORE: The store does not answer; nothing was kept. Try again later.'],
  unknownCommand:     [500, 'RFC 959 §4.2',  'SLU-OPERATION: This command is not known. HELP lists those that are.'],
  lineTooLong:        [500, 'RFC 959 §4.2',  'SLU-STATE: The line is too long. Send shorter ones.'],
  argumentMissing:    [501, 'RFC 959 §4.2',  'SLU-STATE: The command needs an argument.'],
  argumentForbidden:  [501, 'RFC 959 §4.2',  'SLU-STATE: The command takes no argument.'],
  argumentMalformed:  [501, 'RFC 959 §4.2',  'SLU-STATE: The argument is malformed.'],
  optionUnknown:      [501, 'RFC 2389 §4',   'SLU-OPERATION: The server does not offer this option. Do without it.'],
  addressForbidden:   [501, 'RFC 2577 §3',   'SLU-OPERATION: Data goes to your own address only, and to a port from 1024. Use EPSV or PASV.'],
  notOffered:         [502, 'RFC 959 §4.2',  'SLU-OPERATION: The server does not offer this. Do without it.'],
  outOfOrder:         [503, 'RFC 959 §4.2',  'SLU-STATE: The command that must come before it is missing.'],
  userFirst:          [503, 'RFC 959 §4.2',  'SLU-STATE: Send USER first.'],
  renameFirst:        [503, 'RFC 959 §4.2',  'SLU-STATE: Send RNFR first.'],
  passiveOnly:        [503, 'RFC 2428 §4',   'SLU-STATE: After EPSV ALL nothing but EPSV is allowed. Use EPSV.'],
  tlsAlready:         [503, 'RFC 4217 §4',   'SLU-STATE: The connection uses TLS already.'],
  parameterUnknown:   [504, 'RFC 959 §4.2',  'SLU-OPERATION: The server does not offer this parameter.'],
  dataMustBePrivate:  [521, 'RFC 4217 §9',   'SLU-TLS: Files go over TLS only. Send PBSZ 0 and PROT P first.'],
  protocolUnknown:    [522, 'RFC 2428 §2',   'SLU-OPERATION: This network protocol is not that of the connection. Use the one in brackets.'],
  dataTlsFailed:      [522, 'RFC 4217 §9',   'SLU-TLS: TLS failed on the data connection. Use TLS 1.2 or newer.'],
  sessionNotReused:   [522, 'RFC 4217 §10',  'SLU-TLS: The data connection must resume the TLS session of the control connection. Switch on session reuse in your client.'],
  notLoggedIn:        [530, 'RFC 959 §4.2',  'SLU-LOGIN: Log in first. Send USER and PASS.'],
  loginRefused:       [530, 'RFC 959 §4.2',  'SLU-LOGIN: User or password is wrong. Check both, and that you come from the network of this channel.'],
  tlsRequired:        [530, 'RFC 4217 §4',   'SLU-TLS: Log-ins without TLS are not taken here. Send AUTH TLS first.'],
  tlsStays:           [534, 'RFC 4217 §5',   'SLU-TLS: TLS cannot be switched off again.'],
  clearForbidden:     [534, 'RFC 2228 §3',   'SLU-TLS: Files go over TLS only. Use PROT P.'],
  protectionUnknown:  [536, 'RFC 2228 §3',   'SLU-OPERATION: This protection is not offered. Use PROT P.'],
  nameWithControl:    [553, 'RFC 959 §4.2',  'SLU-NAME: The name holds a control character. Use the official file name.'],
} as const satisfies Record<string, readonly [code: number, source: string, text: string]>

export type ReplyName = keyof typeof TABLE

export const REPLY_TABLE: Readonly<Record<ReplyName, readonly [code: number, source: string, text: string]>> = TABLE

export function reply(name: ReplyName): Reply {
  const [code, , text] = TABLE[name]
  return { code, lines: [text] }
}

/** For replies whose text carries something: `257 "/IN" …`. The code must be one of `name`'s. */
export function replyOf(code: number, ...lines: readonly string[]): Reply {
  return { code, lines }
}

/** As sent: RFC 959 §4.2, several lines as `211-first`, ` middle`, `211 last`. */
export function replyText({ code, lines }: Reply): string {
  const last = lines.length - 1
  return lines
    .map((line, index) => {
      if (index === last) return `${code} ${line}\r\n`
      return index === 0 ? `${code}-${line}\r\n` : ` ${line}\r\n`
    })
    .join('')
}
