/** Which codes the RFCs give to which command (RFC 959 §5.4, and what the later ones add), and where the engine differs. */

/** To any command: RFC 959 §4.2 and §5.4. */
export const TO_ANY: readonly number[] = [421, 500, 501, 502, 530]

const DATA_WAY = [...[150, 226, 250, 425, 426, 451], ...[521, 522], ...[534, 535]]

// biome-ignore format: a table
export const REPLIES_OF: Readonly<Record<string, readonly [source: string, ...codes: number[]]>> = {
  USER: ['RFC 959 §5.4',  230, 331, 332],
  PASS: ['RFC 959 §5.4',  230, 202, 332, 503],
  ACCT: ['RFC 959 §5.4',  230, 202, 503],
  CWD:  ['RFC 959 §5.4',  250, 550],
  CDUP: ['RFC 959 §4.1.1: as CWD; §5.4 has 200', 200, 250, 550],
  QUIT: ['RFC 959 §5.4',  221],
  PORT: ['RFC 959 §5.4',  200],
  PASV: ['RFC 959 §5.4',  227],
  TYPE: ['RFC 959 §5.4',  200, 504],
  STRU: ['RFC 959 §5.4',  200, 504],
  MODE: ['RFC 959 §5.4',  200, 504],
  ALLO: ['RFC 959 §5.4',  200, 202, 504],
  REST: ['RFC 3659 §5.3', 350],
  STOR: ['RFC 959 §5.4',  ...DATA_WAY, 110, 551, 552, 532, 450, 452, 553],
  APPE: ['RFC 959 §5.4',  ...DATA_WAY, 110, 551, 552, 532, 450, 550, 452, 553],
  RETR: ['RFC 959 §5.4',  ...DATA_WAY, 110, 450, 550],
  LIST: ['RFC 959 §5.4',  ...DATA_WAY, 450],
  NLST: ['RFC 959 §5.4',  ...DATA_WAY, 450],
  RNFR: ['RFC 959 §5.4',  350, 450, 550],
  RNTO: ['RFC 959 §5.4',  250, 532, 553, 503],
  DELE: ['RFC 959 §5.4',  250, 450, 550],
  RMD:  ['RFC 959 §5.4',  250, 550],
  MKD:  ['RFC 959 §5.4',  257, 550],
  PWD:  ['RFC 959 §5.4',  257, 550],
  ABOR: ['RFC 959 §5.4',  225, 226],
  SYST: ['RFC 959 §5.4',  215],
  STAT: ['RFC 959 §5.4',  211, 212, 213, 450],
  HELP: ['RFC 959 §5.4',  211, 214],
  NOOP: ['RFC 959 §5.4',  200],
  XCUP: ['RFC 775',       200, 250, 550],
  XCWD: ['RFC 775',       250, 550],
  XMKD: ['RFC 775',       257, 550],
  XPWD: ['RFC 775',       257, 550],
  XRMD: ['RFC 775',       250, 550],
  AUTH: ['RFC 2228 §6',   234, 334, 504, 534, 431],
  PBSZ: ['RFC 2228 §6',   200, 503],
  PROT: ['RFC 2228 §6',   200, 504, 536, 503, 534, 431],
  CCC:  ['RFC 2228 §3',   200, 533, 534],
  FEAT: ['RFC 2389 §3.2', 211],
  OPTS: ['RFC 2389 §4',   200, 451],
  EPRT: ['RFC 2428 §2',   200, 522],
  EPSV: ['RFC 2428 §3',   200, 229, 522],
  MDTM: ['RFC 3659 §3.1', 213, 550],
  SIZE: ['RFC 3659 §4.1', 213, 550],
  MLST: ['RFC 3659 §7.2', 250, 550, 553],
  MLSD: ['RFC 3659 §7.2', ...DATA_WAY, 550, 553],
  MFMT: ['draft-somers-ftp-mfxx §3.1', 213, 550],
  CLNT: ['no RFC',        200],
}

/** What the engine says besides, and why. */
// biome-ignore format: a table
export const DEVIATIONS: readonly (readonly [code: number, commands: readonly string[], why: string])[] = [
  [550, ['LIST', 'NLST', 'STAT'],         'what does not exist cannot be tried again as it is, which 450 would say; RFC 3659 §7.2.1 has 550 for MLSD'],
  [550, ['STOR'],                         'there is no such folder; RFC 959 §5.4 has it for APPE'],
  [550, ['RNTO'],                         'the other folder is at fault, not the name'],
  [553, ['MKD'],                          'the name is at fault, or taken: RFC 959 §4.2, "file name not allowed"'],
  [554, ['STOR', 'RETR'],                 'RFC 1123 §4.1.3.4 gives it to a transfer that cannot begin where REST says'],
  [503, ['PORT', 'PASV', 'EPRT'],         'after EPSV ALL the way must be refused (RFC 2428 §4), which names no code'],
  [425, ['PASV', 'EPSV'],                 'no port is free, or PASV cannot tell the address: nothing is wrong with the command'],
  [503, ['AUTH', 'CCC'],                  'RFC 959 §4.2, bad sequence: TLS is there already, or is not there yet'],
  [451, ['*'],                            'RFC 959 §4.2: an error of ours, whatever the command'],
]

export function isFor(verb: string, code: number): boolean {
  const [, ...codes] = REPLIES_OF[verb] ?? ['']
  if (TO_ANY.includes(code) || codes.includes(code)) return true
  return DEVIATIONS.some(([deviant, verbs]) => deviant === code && (verbs.includes(verb) || verbs.includes('*')))
}
