import { Command, CommanderError } from 'commander'
import { Misconfigured, remedyFor } from '../base/errors.ts'
import { commandsFor } from './commands.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { productVersion } from './product-version.ts'
import { RefusedCommand } from './refused-command.ts'
import { processTerminal, type Terminal } from './terminal.ts'

/** Runs one command of `sluice` and says with which code the process ends. Never throws. */
export async function runCommandLine(
  words: readonly string[],
  terminal: Terminal = processTerminal,
): Promise<ExitCode> {
  let exit: ExitCode = EXIT.yes
  const program = new Command('sluice')
    .description('Batch file-transfer gateway for signed structured reports.')
    .version(productVersion())
    .option('--config <file>', 'configuration file (default: config/sluice.yaml, when it is there)')
    .option('--set <key=value>', 'one setting, parsed as YAML; may be given again, the last one wins', collect, [])
    .exitOverride()
    .configureOutput({ writeErr: (text) => terminal.say(text.trimEnd()) })
  for (const command of await commandsFor(words)) {
    command(program, terminal, (code) => {
      exit = code
    })
  }
  try {
    await program.parseAsync([...words], { from: 'user' })
    return exit
  } catch (error) {
    return explain(error, terminal)
  }
}

function explain(error: unknown, terminal: Terminal): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.yes : EXIT.wrongUse
  if (error instanceof RefusedCommand) return said(terminal, `sluice: ${error.message}`, error.exit)
  if (error instanceof Misconfigured) {
    return said(terminal, `sluice: ${error.setting}: ${error.message}\n  ${error.remedy}`, EXIT.misconfigured)
  }
  const words = error instanceof Error ? error.message : String(error)
  if (remedyFor(error) !== 'crash') {
    return said(terminal, `sluice: ${words}\n  Nothing was changed that is not complete; try again.`, EXIT.unavailable)
  }
  const stack = error instanceof Error ? (error.stack ?? words) : words
  return said(terminal, `sluice: a bug: ${words}\n  Please report it with these lines:\n${stack}`, EXIT.bug)
}

function said(terminal: Terminal, line: string, exit: ExitCode): ExitCode {
  terminal.say(line)
  return exit
}

function collect(value: string, former: readonly string[]): readonly string[] {
  return [...former, value]
}
