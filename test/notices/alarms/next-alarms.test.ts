import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Condition, keyOf } from '../../../src/notices/alarms/conditions.ts'
import { type Alarm, type AlarmRhythm, nextAlarms } from '../../../src/notices/alarms/next-alarms.ts'

const LATE: Condition = { kind: 'deliveriesLate', subject: 'DMFA R', severity: 'critical', values: { minutes: 31 } }
const ENDING: Condition = { kind: 'certificateEnding', subject: 'tls', severity: 'warning', values: { days: 20 } }
const RHYTHM: AlarmRhythm = { afterSeconds: 30, repeatHours: 1, mayTell: true }

/** What is told at each look; a look names the second, what is found, and whether a message may leave. */
function told(...looks: readonly (readonly [number, readonly Condition[], boolean?])[]): string[][] {
  let alarms: readonly Alarm[] = []
  return looks.map(([second, found, mayTell = true]) => {
    const round = nextAlarms(alarms, found, new Date(second * 1000), { ...RHYTHM, mayTell })
    alarms = round.alarms
    return round.news.map(({ what, alarm }) => `${what} ${keyOf(alarm)} ${alarm.severity}`)
  })
}

test('rule 27.2: what lasts is told once, again after hours, and when it is over', () => {
  const [raised, lasting, over] = ['raised', 'lasting', 'over'].map((what) => [
    `${what} deliveriesLate DMFA R critical`,
  ])
  const looks = told(
    [0, [LATE]],
    [29, [LATE]],
    [30, [LATE]],
    [60, [LATE]],
    [3630, [LATE]],
    [3640, []],
    [3670, []],
    [3700, []],
  )
  expect(looks).toEqual([[], [], raised, [], lasting, [], over, []])
})

test('rule 27.2: what flickers calls nobody', () => {
  expect(told([0, [LATE]], [20, []], [40, [LATE]], [60, []], [80, [LATE]]).flat()).toEqual([])
  const back = told([0, [LATE]], [30, [LATE]], [40, []], [60, [LATE]], [80, []], [100, [LATE]])
  expect(back.flat()).toEqual(['raised deliveriesLate DMFA R critical'])
})

test('rule 27.2: what grows worse is told again', () => {
  const urgent = { ...ENDING, severity: 'critical', values: { days: 7 } } as const
  const looks = told([0, [ENDING]], [30, [ENDING]], [60, [urgent]], [90, [urgent]])
  expect(looks).toEqual([[], ['raised certificateEnding tls warning'], ['worse certificateEnding tls critical'], []])
})

test('rule 27.4: what may not be told yet is told later, all together', () => {
  const urgent = { ...ENDING, severity: 'critical' } as const
  const looks = told(
    [0, [ENDING]],
    [30, [ENDING]],
    [40, [urgent], false],
    [50, [urgent, LATE], false],
    [90, [urgent, LATE], false],
    [100, [urgent, LATE]],
  )
  expect(looks.slice(2)).toEqual([
    [],
    [],
    [],
    ['worse certificateEnding tls critical', 'raised deliveriesLate DMFA R critical'],
  ])
})

test('rule 27.4: an end waits for its message as well; what nobody heard of ends without one', () => {
  expect(told([0, [LATE]], [30, [LATE]], [40, []], [80, [], false], [90, []]).at(-1)).toEqual([
    'over deliveriesLate DMFA R critical',
  ])
  expect(told([0, [LATE]], [30, [LATE], false], [40, [], false], [80, [], false], [90, []]).flat()).toEqual([])
})

test('rule 27.2: whatever comes and goes, an end follows a beginning, and each look knows what it found', () => {
  const look = fc.record({ seconds: fc.nat(100), found: fc.subarray([LATE, ENDING]), mayTell: fc.boolean() })
  fc.assert(
    fc.property(fc.array(look, { maxLength: 60 }), (looks) => {
      let [alarms, second]: [readonly Alarm[], number] = [[], 0]
      const open = new Set<string>()
      for (const { seconds, found, mayTell } of looks) {
        second += seconds
        const round = nextAlarms(alarms, found, new Date(second * 1000), { ...RHYTHM, mayTell })
        alarms = round.alarms
        if (!mayTell) expect(round.news).toEqual([])
        for (const { what, alarm } of round.news) {
          expect(open.has(keyOf(alarm))).toBe(what !== 'raised')
          if (what === 'over') open.delete(keyOf(alarm))
          else open.add(keyOf(alarm))
        }
        expect(found.every((one) => alarms.some((alarm) => keyOf(alarm) === keyOf(one) && alarm.goneAt === null))).toBe(
          true,
        )
      }
    }),
  )
})
