/**
 * `node --import` of a process whose clock is wrong: `Date` tells the time shifted by the milliseconds in the file that TEST_CLOCK names, read
 * again all the time. The steady clock (`performance.now`, timers) is as it was, as after a step of a machine's clock.
 */
import { readFileSync } from 'node:fs'

const LOOK_MILLISECONDS = 50
const RealDate = Date
let shift = read()
setInterval(() => {
  shift = read()
}, LOOK_MILLISECONDS).unref()

const now = () => RealDate.now() + shift

globalThis.Date = new Proxy(RealDate, {
  apply: () => new RealDate(now()).toString(),
  construct: (target, words, made) => Reflect.construct(target, words.length === 0 ? [now()] : words, made),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
})

function read() {
  return Number(readFileSync(process.env.TEST_CLOCK, 'utf8') || 0)
}
