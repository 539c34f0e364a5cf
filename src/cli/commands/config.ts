import { showConfig, showConfigText } from '../../config/show.ts'
import type { CommandDefinition } from '../command.ts'
import { loadSettings } from '../settings.ts'

/** `sluice config check|show`: says what is wrong, or what is in force and where it comes from; touches nothing. */
export const configCommand: CommandDefinition = (program, terminal) => {
  const config = program.command('config').description('validate or show the configuration')
  config
    .command('check')
    .description('validate without side effects; ends with 78 and all problems when something is wrong')
    .option('--json', 'answer in JSON')
    .action(async (options: { json?: boolean }, command) => {
      const { warnings, file } = await loadSettings(command, terminal, { keys: true })
      if (options.json) terminal.json({ ok: true, file, warnings })
      else terminal.answer(`The configuration is valid${file ? ` (${file})` : ''}.`)
    })
  config
    .command('show')
    .description('show every setting in force, and whether it comes from the default, the file or --set')
    .option('--json', 'answer in JSON')
    .action(async (options: { json?: boolean }, command) => {
      const loaded = await loadSettings(command, terminal)
      if (options.json) terminal.json(showConfig(loaded))
      else terminal.answer(showConfigText(loaded))
    })
}
