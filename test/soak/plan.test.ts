import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Kind, type Round, roundsOf } from './plan.ts'

const KINDS: readonly Kind[] = [
  { name: 'kill', weight: 6, seconds: [0, 0] },
  { name: 'flush', weight: 3, seconds: [0, 0] },
  { name: 'cut', weight: 1, seconds: [2, 8] },
]

const seeds = fc.nat(1_000_000)

test('the same seed gives the same rounds, another one others', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      expect(first(seed, 30)).toEqual(first(seed, 30))
    }),
  )
  expect(first(1, 30)).not.toEqual(first(2, 30))
})

test('a round has one fault or two different ones, as long as their kinds allow', () => {
  const kindOf = new Map(KINDS.map((kind) => [kind.name, kind]))
  const isAllowed = ({ name, seconds, choice }: Round['faults'][number]) => {
    const [least = 0, most = 0] = kindOf.get(name)?.seconds ?? []
    return seconds >= least && seconds <= most && choice >= 0 && choice < 1
  }
  fc.assert(
    fc.property(seeds, (seed) =>
      first(seed, 30).every(
        ({ faults, quietSeconds }) =>
          faults.length === new Set(faults.map(({ name }) => name)).size &&
          [1, 2].includes(faults.length) &&
          faults.every(isAllowed) &&
          quietSeconds >= 0,
      ),
    ),
  )
})

test('each kind comes once before the weights count', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      expect(
        first(seed, 3)
          .map(({ faults }) => faults[0]?.name)
          .sort(),
      ).toEqual(['cut', 'flush', 'kill'])
    }),
  )
})

test('kinds come as often as their weights say', () => {
  const names = first(7, 3000).map(({ faults }) => faults[0]?.name)
  const shares = KINDS.map(({ name }) => names.filter((each) => each === name).length / 300)
  expect(shares.map(Math.round)).toEqual([6, 3, 1])
})

function first(seed: number, count: number): Round[] {
  const rounds = roundsOf(seed, KINDS)
  return Array.from({ length: count }, () => rounds.next().value)
}
