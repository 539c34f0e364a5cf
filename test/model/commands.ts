/** What may happen to the core, as plain words that print, shrink and can be kept. */
import fc from 'fast-check'

/** D is of another sender, who gives its files the names of A's. */
export const KEYS = ['A', 'B', 'C', 'D'] as const
export type Key = (typeof KEYS)[number]
/** Of how many parts the declarations of a key are. */
export const PARTS_OF: Readonly<Record<Key, number>> = { A: 1, B: 1, C: 2, D: 1 }

/** PART is FI under a client's working name; FI2 and FS2 are of the second part, which sets of C alone have. */
export const MARKS = ['FI', 'FS', 'FI2', 'FS2', 'GO', 'TD', 'PART'] as const
export type Mark = (typeof MARKS)[number]

export type FileOf = { readonly key: Key; readonly mark: Mark }
export type NodeName = 'one' | 'two'
export type Content = 'good' | 'bad' | 'large'

/** At the worker's so manieth commit: it dies before it or after it, the database is away, a TD comes first, or another worker does; or no answer can be signed. */
export type Fault = {
  readonly at: number
  readonly how: 'dies' | 'replyLost' | 'away' | 'cancelled' | 'overtaken' | 'unsigned'
}

/** The client's commit: the database is away, or does not say what became of it. */
type Committed = { readonly commit?: 'away' | 'replyLost' }

export type Command =
  | ({ readonly do: 'upload'; readonly node: NodeName; readonly content: Content } & FileOf & Committed)
  | ({ readonly do: 'remove'; readonly node: NodeName } & FileOf & Committed)
  | ({ readonly do: 'rename'; readonly node: NodeName; readonly to: FileOf; readonly overwrite: boolean } & FileOf &
      Committed)
  | { readonly do: 'send'; readonly node: NodeName; readonly key: Key }
  | ({ readonly do: 'begin'; readonly node: NodeName } & FileOf)
  | { readonly do: 'finish' | 'abandon' }
  | { readonly do: 'pass'; readonly seconds: number }
  | { readonly do: 'work'; readonly node: NodeName; readonly fault: Fault | null }
  | { readonly do: 'wake' | 'wakeFirst' | 'wipe' | 'bothWork' }
  | { readonly do: 'jump'; readonly node: NodeName; readonly seconds: number }
  | { readonly do: 'park' | 'giveUp' | 'stop'; readonly key: Key }
  | { readonly do: 'unpark' | 'requeue' }
  | { readonly do: 'deliver'; readonly how: 'delivered' | 'refused' | 'away' | 'lost' | 'dies' }
  | { readonly do: 'race'; readonly one: Change; readonly other: Change }

/** All that a set needs, in the order of the directives. */
export function marksOf(key: Key): readonly Mark[] {
  return key === 'C' ? ['FI', 'FS', 'FI2', 'FS2', 'GO'] : ['FI', 'FS', 'GO']
}

/** What a client does in one commit. */
export type Change = Extract<Command, { do: 'upload' | 'remove' | 'rename' }>

const node = fc.constantFrom<NodeName>('one', 'two')
const key = fc.constantFrom<Key>('A', 'A', 'A', 'B', 'C', 'D')
const mark = fc.constantFrom<Mark>('FI', 'FS', 'GO', 'FI', 'FS', 'FI2', 'FS2', 'GO', 'TD', 'PART')
const ONE_PART = { FI2: 'FI', FS2: 'FS' } as const
const fits = (name: FileOf): FileOf =>
  name.key !== 'C' && (name.mark === 'FI2' || name.mark === 'FS2') ? { ...name, mark: ONE_PART[name.mark] } : name
const file = fc.record({ key, mark }).map(fits)
const begun = fc.record({ key, mark: fc.constantFrom<Mark>('FI', 'FS', 'FI2', 'FS2') }).map(fits)
const commit = fc.option(fc.constantFrom('away' as const, 'replyLost' as const), { freq: 12, nil: undefined })
const content = fc.constantFrom<Content>('good', 'good', 'good', 'good', 'bad', 'large')

type Upload = Extract<Command, { do: 'upload' }>
type Remove = Extract<Command, { do: 'remove' }>
type Rename = Extract<Command, { do: 'rename' }>
const upload = fc
  .record({ node, file, content })
  .map(({ file, ...rest }): Upload => ({ do: 'upload', ...file, ...rest }))
const remove = fc.record({ node, file }).map(({ file, node }): Remove => ({ do: 'remove', ...file, node }))
const rename = fc
  .record({ node, file, to: file, overwrite: fc.boolean() })
  .map(({ file, ...rest }): Rename => ({ do: 'rename', ...file, ...rest }))
const committed = <T extends Change>(one: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.tuple(one, commit).map(([asked, how]) => (how ? { ...asked, commit: how } : asked))
const fault = fc.option(
  fc.record({
    at: fc.integer({ min: 1, max: 4 }),
    how: fc.constantFrom<Fault['how']>('dies', 'dies', 'replyLost', 'away', 'cancelled', 'overtaken', 'unsigned'),
  }),
)
const change = fc.oneof({ weight: 4, arbitrary: upload }, remove, rename)

export const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 12, arbitrary: committed(upload) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('send' as const), node, key }) },
  { weight: 2, arbitrary: committed(remove) },
  { weight: 3, arbitrary: committed(rename) },
  { weight: 2, arbitrary: fc.tuple(node, begun).map(([node, file]) => ({ do: 'begin' as const, node, ...file })) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('finish', 'finish', 'abandon') }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('pass' as const), seconds: fc.constantFrom(40, 40, 40, 4000, 90_000) }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('work' as const), node, fault }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constantFrom('wake', 'wakeFirst', 'wipe', 'bothWork', 'unpark', 'requeue') }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('park', 'park', 'giveUp', 'stop'), key }) },
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
