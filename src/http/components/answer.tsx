import type { Children } from '../elements.ts'

/** The answer to the question of the page, with what it rests on, and beside it what is copied from here. */
export function Answer({
  id,
  answer,
  aside,
  children,
}: {
  readonly id: string
  readonly answer: Children
  readonly aside?: Children
  readonly children?: Children
}) {
  return (
    <section class="answer" aria-labelledby={id}>
      <div>
        <h2 id={id}>{answer}</h2>
        {children}
      </div>
      {aside}
    </section>
  )
}

/** The sender number as a field that cannot be changed: a tabulator or a double click selects all of it. */
export function SenderNumberBox({
  label,
  hint,
  number,
}: {
  readonly label: string
  readonly hint: string
  readonly number: string
}) {
  return (
    <div class="sender">
      <label for="sender-number">{label}</label>
      <input id="sender-number" readonly value={number} inputmode="none" aria-describedby="sender-number-hint" />
      <p class="hint" id="sender-number-hint">
        {hint}
      </p>
    </div>
  )
}
