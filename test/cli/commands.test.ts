import { Command } from 'commander'
import { expect, test } from 'vitest'
import { COMMANDS, commandsFor } from '../../src/cli/commands.ts'
import { processTerminal } from '../../src/cli/terminal.ts'

test('each command is found by the names that it gives itself', async () => {
  for (const [names, load] of COMMANDS) {
    const program = new Command()
    ;(await load())(program, processTerminal, () => {})
    expect(program.commands.map((command) => command.name()).sort()).toEqual([...names].sort())
  }
})

test.each([
  ['alone', ['find', 'X', '--json'], 1],
  ['behind options', ['--config', 'a.yaml', '--set', 'mode=trial', 'find', 'X'], 1],
  ['one word may be a value', ['--config', 'find', 'start'], 2],
  ['help for one', ['help', 'verify'], 1],
  ['none', ['--help'], COMMANDS.length],
  ['one that nobody knows', ['frobnicate'], COMMANDS.length],
])('only those that the line may mean are loaded: %s', async (_, words, count) => {
  expect(await commandsFor(words)).toHaveLength(count)
})
