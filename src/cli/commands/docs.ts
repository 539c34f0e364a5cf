import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { configReference } from '../../config/reference.ts'
import type { CommandDefinition } from '../command.ts'

/** `npm run docs`: writes the pages that are generated from the code. */
export const docsCommand: CommandDefinition = (program, terminal) => {
  program
    .command('docs', { hidden: true })
    .description('write config/README.md and config/sluice.example.yaml from the schema')
    .option('--dir <folder>', 'the project folder', '.')
    .action(async ({ dir }: { dir: string }) => {
      const { readme, example } = configReference()
      await mkdir(join(dir, 'config'), { recursive: true })
      await writeFile(join(dir, 'config', 'README.md'), readme)
      await writeFile(join(dir, 'config', 'sluice.example.yaml'), example)
      terminal.say('config/README.md and config/sluice.example.yaml are written.')
    })
}
