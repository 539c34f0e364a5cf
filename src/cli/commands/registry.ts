import { userInfo } from 'node:os'
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, type Result } from '../../base/result.ts'
import type { Config } from '../../config/schema.ts'
import { openSecretBox } from '../../daemon/registry-key.ts'
import { allOrNothing } from '../../registry/all-or-nothing.ts'
import { type ActivationKind, type ImportSummary, importRegistry } from '../../registry/people/import.ts'
import { parseRegistryDocument, type RegistryDocument } from '../../registry/people/import-document.ts'
import type { CommandDefinition } from '../command.ts'
import { readArgument } from '../input.ts'
import { RefusedCommand, refused } from '../refused-command.ts'
import { loadSettings } from '../settings.ts'
import type { Terminal } from '../terminal.ts'
import { actorOnHost, withDatabase } from '../with-database.ts'

type Options = { readonly json?: boolean; readonly dryRun?: boolean }

/** `sluice registry import`: takes over what the legal representatives have named. */
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
      const document = sound(parseRegistryDocument(await readText(file), new Date()))
      const summary = sound(await takeOver(config, document, options.dryRun === true))
      if (options.json) terminal.json({ ...summary, dryRun: options.dryRun === true })
      else answer(terminal, summary, options.dryRun === true)
    })
}

/** A dry run does the work and takes it back. */
async function takeOver(
  config: Config,
  document: RegistryDocument,
  isDry: boolean,
): Promise<Result<ImportSummary, Refusal>> {
  const box = await openSecretBox(config)
  const act = { actor: actorOnHost(userInfo().username), reason: 'sluice registry import' }
  const input = { document, offered: config.qualities }
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
  for (const { enterpriseNumber, kind } of activations) terminal.answer(`  ${enterpriseNumber}: ${NEEDED[kind]}`)
}

const NEEDED: Readonly<Record<ActivationKind, string>> = {
  link: 'the main access manager needs a link and a code, unless he signs in with eID or itsme',
  provisional: 'the main access manager needs a user name and a provisional password',
}

async function readText(file: string): Promise<string> {
  const bytes = await readArgument(file, 'The document')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new RefusedCommand(`The document ${file} is not UTF-8.`)
  }
}

function sound<Value>(result: Result<Value, Refusal>): Value {
  if (!result.ok) throw refused(result.problem)
  return result.value
}

const NOT_TRIED = refusal('SLU-STATE', 'A dry run changes nothing.', 'Leave out --dry-run.')
