/** Histories in which the core and the model once disagreed, at their shortest. */
import { afterAll, test } from 'vitest'
import type { Command, Content, Key, Mark } from './commands.ts'
import { closeCore } from './core.ts'
import { drive } from './drive.ts'

afterAll(closeCore)

const file = (key: Key, mark: Mark) => ({ key, mark, node: 'one' as const })
const upload = (key: Key, mark: Mark, content: Content = 'good'): Command => ({
  do: 'upload',
  ...file(key, mark),
  content,
})
const remove = (key: Key, mark: Mark): Command => ({ do: 'remove', ...file(key, mark) })
const rename = (key: Key, mark: Mark, to: Mark): Command => ({
  ...{ do: 'rename', ...file(key, mark), to: { key, mark: to }, overwrite: true },
})

test.each<[string, readonly Command[]]>([
  [
    'two sets of one name are shown: what the client deletes is gone from the listing',
    [...['FI', 'FS', 'GO', 'FI', 'FS', 'GO'].map((mark) => upload('A', mark as Mark)), remove('A', 'FI')],
  ],
  [
    'a repeated GO is shown: what the client deletes is gone from the listing',
    [...['FI', 'FS', 'GO', 'GO'].map((mark) => upload('A', mark as Mark)), remove('A', 'GO')],
  ],
  [
    'the GO becomes the missing FI: the set has no GO any more and is not sealed',
    [upload('A', 'GO'), upload('A', 'FS'), rename('A', 'GO', 'FI')],
  ],
])('%s', async (_, commands) => drive(commands))
