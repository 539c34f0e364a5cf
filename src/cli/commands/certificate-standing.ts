/** `sluice certificate standing` and `recheck`: what authorities say of registered certificates (rule 28.5). */
import type { Command } from 'commander'
import type { Sha256 } from '../../base/hashes.ts'
import { askSoon } from '../../registry/certificate-standings.ts'
import { type ShownStanding, shownStandings } from '../../registry/shown-standings.ts'
import { RefusedCommand } from '../refused-command.ts'
import { loadSettings } from '../settings.ts'
import type { Terminal } from '../terminal.ts'
import { withDatabase } from '../with-database.ts'

type ReadDigest = (text: string) => Sha256

export function addStanding(certificates: Command, terminal: Terminal, digest: ReadDigest): void {
  certificates
    .command('standing')
    .description('show what their authorities say: of one, or of all that are revoked or not answered for')
    .argument('[sha256]', 'its SHA-256')
    .option('--json', 'answer in JSON')
    .action(async (text: string | undefined, { json }: { readonly json?: boolean }, command: Command) => {
      const { config } = await loadSettings(command, terminal)
      const sha256 = text === undefined ? undefined : digest(text)
      const shown = await withDatabase(config, ({ queries }) => shownStandings(queries, sha256))
      if (json) return terminal.json({ certificates: shown })
      for (const line of linesOf(shown)) terminal.answer(line)
    })
}

export function addRecheck(certificates: Command, terminal: Terminal, digest: ReadDigest): void {
  certificates
    .command('recheck')
    .description('ask its authority at once; the running gateway does it within seconds')
    .argument('<sha256>', 'its SHA-256')
    .option('--json', 'answer in JSON')
    .action(async (text: string, { json }: { readonly json?: boolean }, command: Command) => {
      const { config } = await loadSettings(command, terminal)
      const sha256 = digest(text)
      const known = await withDatabase(config, (database) => database.transaction((tx) => askSoon(tx, sha256)))
      if (!known) throw new RefusedCommand(`Nobody registered ${sha256}. Copy it from the page of certificates.`)
      if (json) terminal.json({ sha256, asked: true })
      else terminal.answer('It is asked about. Look with sluice certificate standing.')
    })
}

function linesOf(shown: readonly ShownStanding[]): string[] {
  if (shown.length === 0) return ['Every certificate in force is answered for.']
  return shown.flatMap(({ senderNumber, sha256, subject, state, standing }) => [
    `${senderNumber}  ${sha256}  ${state}`,
    `  ${subject}`,
    `  ${standing ? sentenceOf(standing) : 'not asked about yet'}`,
  ])
}

function sentenceOf(standing: NonNullable<ShownStanding['standing']>): string {
  const { status, source, checkedAt, revokedAt, reason, failures, problem } = standing
  const since = revokedAt ? ` since ${revokedAt.toISOString()} (${reason})` : ''
  const by = source ? `, says ${source}` : ''
  const at = checkedAt ? `, on ${checkedAt.toISOString()}` : ''
  const trouble = failures > 0 ? `; ${failures} questions without an answer, the last one: ${problem}` : ''
  return `${status}${since}${by}${at}${trouble}`
}
