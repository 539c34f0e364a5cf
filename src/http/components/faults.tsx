import type { Children } from '../elements.ts'
import { Note } from './note.tsx'

export type Fault = { readonly name: string; readonly label: Children; readonly message: Children }

/** Above a form that came back: everything that is wrong, each a link to its field. Nothing when nothing is. */
export function Faults({ title, faults }: { readonly title: Children; readonly faults: readonly Fault[] }) {
  if (faults.length === 0) return null
  return (
    <Note tone="bad" isSpoken>
      <strong>{title}</strong>
      <ul>
        {faults.map(({ name, label, message }) => (
          <li key={name}>
            <a href={`#${name}`}>{label}</a>: {message}
          </li>
        ))}
      </ul>
    </Note>
  )
}
