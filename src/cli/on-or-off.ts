import { RefusedCommand } from './refused-command.ts'

/** A switch, as a person writes it. */
export function onOrOff(text: string): boolean {
  if (text === 'on' || text === 'off') return text === 'on'
  throw new RefusedCommand(`"${text}" is neither on nor off.`)
}
