/** What may happen to the core, as plain words that print, shrink and can be kept. */
import fc from 'fast-check'

export const KEYS = ['A', 'B', 'C'] as const
export type Key = (typeof KEYS)[number]

/** PART is FI under a client's working name. */
export const MARKS = ['FI', 'FS', 'GO', 'TD', 'PART'] as const
export type Mark = (typeof MARKS)[number]

export type FileOf = { readonly key: Key; readonly mark: Mark }
export type NodeName = 'one' | 'two'
export type Content = 'good' | 'bad' | 'large'

/** At the worker's so manieth commit: it dies before it or after it, the database is away, a TD comes first, or another worker does; or no answer can be signed. */
export type Fault = {
  readonly at: number
  readonly how: 'dies' | 'replyLost' | 'away' | 'cancelled' | 'overtaken' | 'unsigned'
}

export type Command =
  | ({ readonly do: 'upload'; readonly node: NodeName; readonly content: Content } & FileOf)
  | ({ readonly do: 'remove'; readonly node: NodeName } & FileOf)
  | ({ readonly do: 'rename'; readonly node: NodeName; readonly to: FileOf; readonly overwrite: boolean } & FileOf)
  | { readonly do: 'begin'; readonly node: NodeName; readonly key: Key; readonly mark: 'FI' | 'FS' }
  | { readonly do: 'finish' | 'abandon' }
  | { readonly do: 'pass'; readonly seconds: number }
  | { readonly do: 'work'; readonly node: NodeName; readonly fault: Fault | null }
  | { readonly do: 'wake' | 'wakeFirst' | 'wipe' | 'bothWork' }
  | { readonly do: 'jump'; readonly node: NodeName; readonly seconds: number }
  | { readonly do: 'park' | 'giveUp'; readonly key: Key }
  | { readonly do: 'unpark' }
  | { readonly do: 'deliver'; readonly how: 'delivered' | 'refused' | 'away' | 'lost' | 'dies' }
  | { readonly do: 'race'; readonly one: Change; readonly other: Change }

/** What a client does in one commit. */
export type Change = Extract<Command, { do: 'upload' | 'remove' | 'rename' }>

const node = fc.constantFrom<NodeName>('one', 'two')
const key = fc.constantFrom<Key>('A', 'A', 'A', 'B', 'C')
const mark = fc.constantFrom<Mark>('FI', 'FS', 'GO', 'FI', 'FS', 'GO', 'TD', 'PART')
const content = fc.constantFrom<Content>('good', 'good', 'good', 'good', 'bad', 'large')

const upload = fc.record({ do: fc.constant('upload' as const), node, key, mark, content })
const remove = fc.record({ do: fc.constant('remove' as const), node, key, mark })
const rename = fc.record({
  do: fc.constant('rename' as const),
  ...{ node, key, mark, to: fc.record({ key, mark }), overwrite: fc.boolean() },
})
const fault = fc.option(
  fc.record({
    at: fc.integer({ min: 1, max: 4 }),
    how: fc.constantFrom<Fault['how']>('dies', 'dies', 'replyLost', 'away', 'cancelled', 'overtaken', 'unsigned'),
  }),
)
const change = fc.oneof({ weight: 4, arbitrary: upload }, remove, rename)

export const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 12, arbitrary: upload },
  { weight: 2, arbitrary: remove },
  { weight: 3, arbitrary: rename },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('begin' as const), node, key, mark: fc.constantFrom('FI', 'FS') }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('finish', 'finish', 'abandon') }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('pass' as const), seconds: fc.constantFrom(40, 40, 40, 4000, 90_000) }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('work' as const), node, fault }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('wake', 'wakeFirst', 'wipe', 'bothWork', 'unpark') }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('park', 'park', 'giveUp'), key }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('jump' as const),
      node,
      seconds: fc.constantFrom(-86_400, 86_400, 315_619_200),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('deliver' as const),
      how: fc.constantFrom('delivered', 'refused', 'away', 'lost', 'dies'),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('race' as const), one: change, other: change }) },
)
