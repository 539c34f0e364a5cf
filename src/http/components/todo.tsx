import type { Children } from '../elements.ts'
import { Icon, type IconName } from './icon.tsx'

export type Todo = {
  readonly key: string
  readonly tone: 'warn' | 'bad' | 'doubt'
  readonly icon?: IconName
  readonly what: Children
  readonly why?: Children
  /** A button, with its effect below it where that is not plain. */
  readonly action?: Children
  readonly effect?: Children
}

/** What needs a person, worst first. */
export function TodoList({ todos }: { readonly todos: readonly Todo[] }) {
  return (
    <ul class="todo">
      {todos.map(({ key, tone, icon = tone, what, why, action, effect }) => (
        <li key={key} class={`is-${tone}`}>
          <Icon name={icon} />
          <div>
            <p class="what">
              <strong>{what}</strong>
            </p>
            {why && <p>{why}</p>}
          </div>
          {action && (
            <div class="do">
              {action}
              {effect && <small>{effect}</small>}
            </div>
          )}
        </li>
      ))}
    </ul>
  )
}
