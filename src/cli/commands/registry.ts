import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, type Result } from '../../base/result.ts'
import { parseEnterpriseNumber } from '../../batch/identifiers.ts'
import type { Config } from '../../config/schema.ts'
import { openSecretBox } from '../../daemon/registry-key.ts'
import type { Database, Transaction } from '../../database/database.ts'
import { allOrNothing } from '../../registry/all-or-nothing.ts'
import type { CheckedAddresses } from '../../registry/people/checked-addresses.ts'
import { type ActivationKind, type ImportSummary, importRegistry } from '../../registry/people/import.ts'
import { parseRegistryDocument, type RegistryDocument } from '../../registry/people/import-document.ts'
import { actOnHost } from '../acting.ts'
import type { CommandDefinition } from '../command.ts'
import { firstCodes } from '../first-codes.ts'
import { readArgument } from '../input.ts'
import { invite } from '../invite.ts'
import { orRefused, RefusedCommand } from '../refused-command.ts'
import { loadSettings } from '../settings.ts'
import type { Terminal } from '../terminal.ts'
import { withDatabase } from '../with-database.ts'

type InviteOptions = {
  readonly json?: boolean
  readonly lost?: string
  readonly email?: string
  readonly mobilePhone?: string
}

type Options = { readonly json?: boolean; readonly dryRun?: boolean }

/** `sluice registry import|invite`: takes over what the legal representatives have named, and sends the first codes. */
export const registryCommand: CommandDefinition = (program, terminal) => {
  const registry = program.command('registry').description('enterprises and their main access managers')
  registry
    .command('import')
    .description('take over enterprises, qualities and main access managers from a JSON file; all of it or nothing')
    .argument('<file>', 'the file, at most 16 MiB')
    .option('--dry-run', 'look at what it would change, and change nothing')
    .option('--json', 'answer in JSON')
    .action(async (file: string, options: Options, command) => {
      const { config } = await loadSettings(command, terminal)
      const document = orRefused(parseRegistryDocument(await readText(file), new Date()))
      const summary = orRefused(await takeOver(config, document, options.dryRun === true))
      if (options.json) terminal.json({ ...summary, dryRun: options.dryRun === true })
      else answer(terminal, summary, options.dryRun === true)
    })
  registry
    .command('invite')
    .description('send the main access manager of an enterprise new first codes; earlier ones are void')
    .argument('<number>', 'enterprise number')
    .option('--lost <reason>', 'password, app and recovery codes are lost: void every way in first; the reason is kept')
    .option('--email <address>', 'send them here, instead of where is on record; make sure whose it is')
    .option('--mobile-phone <number>', 'and here, as +32470000000')
    .option('--json', 'answer in JSON')
    .action(async (typed: string, options: InviteOptions, command) => {
      const { config } = await loadSettings(command, terminal)
      const enterpriseNumber = orRefused(parseEnterpriseNumber(typed))
      const { lost } = options
      const addresses = addressesIn(options)
      const act = actOnHost('sluice registry invite')
      const issue = firstCodes(config, await openSecretBox(config), act)
      const asked = { enterpriseNumber, ...(lost !== undefined && { lost }), ...(addresses && { addresses }) }
      const invited = await withDatabase(config, (database) =>
        inTransaction(database, (tx) => invite(tx, asked, issue, act)),
      )
      const kind = orRefused(invited)
      if (options.json) terminal.json({ enterpriseNumber, kind })
      else terminal.answer(`${enterpriseNumber}: ${SENT[kind]}`)
    })
}

function addressesIn({ email, mobilePhone }: InviteOptions): CheckedAddresses | undefined {
  if (email === undefined && mobilePhone === undefined) return undefined
  if (email !== undefined && mobilePhone !== undefined) return { email, mobilePhone }
  throw new RefusedCommand('Give both --email and --mobile-phone: of link and code each is worth nothing alone.')
}

/** All of it, or nothing. */
function inTransaction<Value>(
  database: Database,
  work: (tx: Transaction) => Promise<Result<Value, Refusal>>,
): Promise<Result<Value, Refusal>> {
  return database.transaction((tx) => allOrNothing(tx, () => work(tx)))
}

/** A dry run does the work and takes it back. */
async function takeOver(
  config: Config,
  document: RegistryDocument,
  isDry: boolean,
): Promise<Result<ImportSummary, Refusal>> {
  const box = await openSecretBox(config)
  const act = actOnHost('sluice registry import')
  const input = { document, offered: config.qualities, issue: firstCodes(config, box, act) }
  return await withDatabase(config, (database) =>
    database.transaction(async (tx) => {
      if (!isDry) return await importRegistry(tx, box, input, act)
      let outcome: Result<ImportSummary, Refusal> = no(NOT_TRIED)
      await allOrNothing(tx, async () => {
        outcome = await importRegistry(tx, box, input, act)
        return no(NOT_TRIED)
      })
      return outcome
    }),
  )
}

function answer(
  terminal: Terminal,
  { enterprises, added, replacedManagers, activations }: ImportSummary,
  isDry: boolean,
): void {
  const counts = `${enterprises} enterprises, ${added} of them new, ${replacedManagers} main access managers replaced.`
  terminal.answer(`${isDry ? 'It would take over' : 'Took over'} ${counts}`)
  for (const { enterpriseNumber, kind } of activations) {
    terminal.answer(`  ${enterpriseNumber}: ${SENT[kind]}`)
  }
}

const SENT: Readonly<Record<ActivationKind, string>> = {
  link: 'the main access manager gets a link by e-mail and a code by SMS; with eID or itsme neither is needed',
  provisional: 'the main access manager gets a user name by e-mail and a provisional password by SMS',
}

async function readText(file: string): Promise<string> {
  const bytes = await readArgument(file, 'The document')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new RefusedCommand(`The document ${file} is not UTF-8.`)
  }
}

const NOT_TRIED = refusal('SLU-STATE', 'A dry run changes nothing.', 'Leave out --dry-run.')
