#!/usr/bin/env node
import { runCommandLine } from './cli/run-command-line.ts'

process.umask(0o077)
process.exitCode = await runCommandLine(process.argv.slice(2))
