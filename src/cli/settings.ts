import type { Command } from 'commander'
import { type Loaded, loadConfig } from '../config/load.ts'
import type { GlobalOptions } from './command.ts'
import type { Terminal } from './terminal.ts'

/** The configuration that `--config` and `--set` name; warnings go to the person. `keys`: the command needs the gateway's own keys. */
export async function loadSettings(command: Command, terminal: Terminal, { keys = false } = {}): Promise<Loaded> {
  const { config: file, set } = command.optsWithGlobals<GlobalOptions>()
  const loaded = await loadConfig({ file, sets: set, cwd: process.cwd(), keys })
  for (const warning of loaded.warnings) terminal.say(`sluice: ${warning}`)
  return loaded
}
