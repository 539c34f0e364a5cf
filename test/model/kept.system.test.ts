/** Histories in which the core and the model once disagreed, or would if the core were broken in a way that chance finds seldom; at their shortest. */
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
  [
    'a file that ran over its limit cannot become the GO, which may hold next to nothing',
    [upload('A', 'FI'), upload('A', 'FS', 'large'), rename('A', 'FS', 'GO')],
  ],
  [
    'a member is on its way a second time when the GO comes: the set waits for it',
    [upload('A', 'FI'), upload('A', 'FS'), { do: 'begin', node: 'one', key: 'A', mark: 'FI' }, upload('A', 'GO')],
  ],
  [
    'a TD comes at the commit of the verdict of a second set: the first one is answered alone',
    [
      ...['FI', 'FS', 'GO'].map((mark) => upload('A', mark as Mark)),
      { do: 'work', node: 'one', fault: null },
      ...['FI', 'FS', 'GO'].map((mark) => upload('A', mark as Mark)),
      { do: 'work', node: 'two', fault: { at: 1, how: 'cancelled' } },
    ],
  ],
  [
    'a worker that was overtaken at its commit changes nothing, and a second set of the name is rejected',
    [
      ...['FI', 'FS', 'GO', 'FI', 'FS', 'GO'].map((mark) => upload('A', mark as Mark)),
      { do: 'work', node: 'one', fault: { at: 1, how: 'overtaken' } },
      { do: 'deliver', how: 'lost' },
    ],
  ],
  [
    'a worker whose claim another one has taken since, and not finished, changes nothing when it wakes',
    [
      ...['FI', 'FS', 'GO'].map((mark) => upload('A', mark as Mark)),
      { do: 'work', node: 'one', fault: { at: 1, how: 'dies' } },
      { do: 'pass', seconds: 4000 },
      { do: 'work', node: 'two', fault: { at: 1, how: 'dies' } },
      { do: 'wakeFirst' },
    ],
  ],
  [
    'a worker whose hand-over another one has taken since, and not finished, says nothing of it when it wakes',
    [
      ...['FI', 'FS', 'GO'].map((mark) => upload('A', mark as Mark)),
      { do: 'work', node: 'one', fault: null },
      { do: 'deliver', how: 'dies' },
      { do: 'pass', seconds: 4000 },
      { do: 'deliver', how: 'dies' },
      { do: 'wakeFirst' },
    ],
  ],
  [
    'what waits for a person is given up, answered once, and nobody who was at it goes on',
    [
      ...['FI', 'FS', 'GO'].map((mark) => upload('A', mark as Mark)),
      { do: 'work', node: 'one', fault: { at: 1, how: 'dies' } },
      { do: 'park', key: 'A' },
      { do: 'wakeFirst' },
      { do: 'giveUp', key: 'A' },
      { do: 'work', node: 'two', fault: { at: 1, how: 'unsigned' } },
      { do: 'jump', node: 'one', seconds: 86_400 },
    ],
  ],
  [
    'a declaration of two parts is not taken before both have come with their signatures',
    [
      ...['FI', 'FS', 'GO', 'FI2'].map((mark) => upload('C', mark as Mark)),
      { do: 'pass', seconds: 40 },
      { do: 'work', node: 'one', fault: null },
      upload('C', 'FS2'),
      { do: 'work', node: 'one', fault: null },
    ],
  ],
  [
    'a client that does not hear of its commit does it again: each file is there once, and the set is taken once',
    [
      ...['FI', 'FS', 'GO'].flatMap((mark): Command[] => {
        const again = { ...file('A', mark as Mark), node: 'two' as const, content: 'good' as const }
        return [
          { do: 'upload', ...again, commit: 'away' },
          { do: 'upload', ...again, commit: 'replyLost' },
          { do: 'upload', ...again },
        ]
      }),
      { do: 'work', node: 'one', fault: null },
    ],
  ],
  [
    'a hand-over that failed three times waits for a person, and begins anew with its key',
    [
      { do: 'send', node: 'one', key: 'A' },
      { do: 'work', node: 'one', fault: null },
      ...(['away', 'lost', 'dies', 'delivered'] as const).flatMap((how): Command[] => [
        { do: 'deliver', how },
        { do: 'pass', seconds: 4000 },
      ]),
      { do: 'wake' },
      { do: 'requeue' },
      ...(['away', 'lost', 'away', 'delivered'] as const).flatMap((how): Command[] => [
        { do: 'deliver', how },
        { do: 'pass', seconds: 4000 },
      ]),
      { do: 'requeue' },
      { do: 'deliver', how: 'delivered' },
    ],
  ],
  [
    'two senders give their files the same names: neither deletes, renames, cancels, repeats or waits for what the other one has',
    [
      ...['FI', 'FS'].flatMap((mark) => [upload('D', mark as Mark), upload('A', mark as Mark)]),
      ...[remove('D', 'FI'), rename('D', 'FS', 'PART'), remove('D', 'PART'), upload('D', 'TD')],
      { do: 'send', node: 'two', key: 'A' },
      ...[upload('D', 'GO'), upload('D', 'FI'), upload('D', 'FS'), upload('D', 'TD'), remove('D', 'GO')],
      { do: 'send', node: 'one', key: 'D' },
      { do: 'work', node: 'one', fault: { at: 1, how: 'away' } },
      ...[upload('A', 'GO'), upload('D', 'GO'), remove('A', 'GO')],
    ],
  ],
])('%s', async (_, commands) => drive(commands))
