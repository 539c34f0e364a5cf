/** Who takes part: the gateways by their roles, and the senders with their programs. */
import { curl, lftp, openssh, type Program, sluiceSftp, sluiceWeb } from './programs.ts'

type LineOf = readonly [name: string, letter: string, program: Program, way: 'sftp' | 'ftp' | 'web']

export type Cast = {
  readonly gateways: readonly (readonly [name: string, roles: string])[]
  readonly lines: readonly LineOf[]
  /** Of the disk that rows, contents and answers share. */
  readonly mebibytes: number
}

const OPENSSH: LineOf = ['OpenSSH', 'A', openssh, 'sftp']
const CURL: LineOf = ['curl', 'B', curl, 'ftp']

export const WHOLE: Cast = {
  gateways: [
    ['doorA', 'endpoints'],
    ['doorB', 'endpoints'],
    ['judging', 'pipeline'],
    ['delivering', 'delivery'],
    ['people', 'portal,console'],
  ],
  lines: [
    OPENSSH,
    CURL,
    ['lftp', 'C', lftp, 'ftp'],
    ['sluice over SFTP', 'D', sluiceSftp, 'sftp'],
    ['sluice over the web', 'E', sluiceWeb, 'web'],
  ],
  mebibytes: 600,
}

/** What starts quickly. */
export const SMALL: Cast = {
  gateways: [
    ['doorA', 'endpoints'],
    ['judging', 'pipeline,delivery'],
  ],
  lines: [OPENSSH, CURL],
  mebibytes: 600,
}
