import type { Command } from 'commander'
import type { ExitCode } from './exit-codes.ts'
import type { Terminal } from './terminal.ts'

/** Adds itself to the program; says through `end` with which code the process is to end when that is not 0. */
export type CommandDefinition = (program: Command, terminal: Terminal, end: (code: ExitCode) => void) => void

/** `--config` and `--set`, wherever on the line they stood. */
export type GlobalOptions = { readonly config?: string; readonly set: readonly string[] }
