/** A page as somebody goes about it by keyboard alone: Tab, Enter, Space and arrows, with the focus in sight at every step. */
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

export type Focused = {
  /** What it is called; empty where nothing has the focus and Tab begins at the top. */
  readonly name: string
  /** `a`, `button`, `input` …, or the role that it says it has. */
  readonly kind: string
  readonly id: string
}

const STOPS_MAX = 80

/** What has the focus now; whatever has it shows that by an outline, and stands where it can be seen. */
export async function focused(page: Page): Promise<Focused> {
  const { outline, isInSight, ...found } = await page.evaluate<Focused & { outline: string; isInSight: boolean }>(FOCUS)
  const isNothing = found.kind === 'body'
  const seen = { ...found, isOutlined: isNothing || /^(?!none|0px)/.test(outline), isInSight: isNothing || isInSight }
  expect(seen).toEqual({ ...found, isOutlined: true, isInSight: true })
  return found
}

/** Tab by Tab until something of this name has the focus; `back` with Shift. */
export async function tabTo(page: Page, name: string | RegExp, { back = false } = {}): Promise<void> {
  const passed: string[] = []
  for (let stop = 0; stop < STOPS_MAX; stop += 1) {
    await page.keyboard.press(back ? 'Shift+Tab' : 'Tab')
    const at = await focused(page)
    if (typeof name === 'string' ? at.name === name : name.test(at.name)) return
    passed.push(at.name)
  }
  throw new Error(`Tab does not lead to ${name}, but to ${passed.join(', ')}`)
}

/** Tab by Tab to a field, and what is typed into it. */
export async function typeInto(page: Page, label: string, text: string): Promise<void> {
  await tabTo(page, label)
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.insertText(text)
}

/** Tab by Tab to a link or button, and Enter; resolves when the next page is there. */
export async function enter(page: Page, name: string | RegExp): Promise<void> {
  await tabTo(page, name)
  await pressed(page, 'Enter')
}

/** A key that leads to another page; resolves when that is there, and has given the focus to what it names. */
export async function pressed(page: Page, key: 'Enter' | 'Space'): Promise<void> {
  await Promise.all([page.waitForEvent('load'), page.keyboard.press(key)])
  await page.evaluate(TWO_FRAMES)
}

export type OfferedFile = { readonly name: string; readonly mimeType: string; readonly buffer: Buffer }

/** Call when the page has come and before its file is chosen: keys that follow at once may be faster than a watch that only begins. */
export function watchForFiles(page: Page): void {
  page.on('filechooser', () => {})
}

/** At the field of a file: Enter opens the window of the browser, in which it is chosen. */
export async function chooseFile(page: Page, file: string | OfferedFile): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Enter')])
  await chooser.setFiles(file)
}

/** The browser gives the focus to the target of an address when it draws, which may be after `load`; the second frame begins when the first is drawn. */
const TWO_FRAMES = 'new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))'

/** Runs in the page. */
const FOCUS = `(() => {
  const at = document.activeElement
  const { outlineStyle, outlineWidth } = getComputedStyle(at)
  const { top, bottom, left, right } = at.getBoundingClientRect()
  const label = at.getAttribute('aria-label') ?? at.labels?.[0]?.innerText ?? at.innerText ?? ''
  return {
    name: label.replace(/\\s+/g, ' ').trim(),
    kind: at.getAttribute('role') ?? at.localName,
    id: at.id,
    outline: outlineStyle === 'none' ? 'none' : outlineWidth,
    isInSight: bottom > 0 && top < innerHeight && right > 0 && left < innerWidth,
  }
})()`
