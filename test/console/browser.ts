/** Chromium before the console, signed in as an operator of a role. `look(name)` runs axe and keeps a screenshot. */
import { join } from 'node:path'
import type { OperatorRole } from '../../src/registry/operators/operator.ts'
import { openWindow, type Window, type WindowOptions } from '../portal/browser/open-browser.ts'
import type { ConsoleRig } from './rig.ts'

/** `SCREENS=docs npx vitest run <file>` draws those of the documentation anew. */
const FOLDER = process.env.SCREENS === 'docs' ? ['docs', 'console'] : ['coverage', 'screens']
export const SCREENS = join(import.meta.dirname, '..', '..', ...FOLDER)

type ConsoleWindow = WindowOptions & {
  /** Nobody when left out. */
  readonly role?: OperatorRole
}

/** `url`: as `rig.listen()` told it. */
export async function openConsoleWindow(
  rig: Pick<ConsoleRig, 'tokenOf'>,
  url: string,
  { role, ...options }: ConsoleWindow,
): Promise<Window> {
  const window = await openWindow(url, { screens: SCREENS, ...options })
  if (role) await window.context.addCookies([{ name: 'console-session', value: rig.tokenOf(role), url }])
  return window
}
