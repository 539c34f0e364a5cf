export type Step = {
  readonly label: string
  readonly state: 'done' | 'current' | 'ahead'
  /** Of a step that can be gone back to. */
  readonly href?: string
}

/** The steps of a wizard. `doneWord` is told to screen readers after the name of a finished step. */
export function Stepper({
  label,
  doneWord,
  steps,
}: {
  readonly label: string
  readonly doneWord: string
  readonly steps: readonly Step[]
}) {
  return (
    <nav aria-label={label}>
      <ol class="steps">
        {steps.map((step) => (
          <li
            key={step.label}
            class={step.state === 'done' ? 'done' : undefined}
            aria-current={step.state === 'current' ? 'step' : undefined}
          >
            <StepName {...step} doneWord={doneWord} />
          </li>
        ))}
      </ol>
    </nav>
  )
}

function StepName({ label, href, state, doneWord }: Step & { readonly doneWord: string }) {
  const name = (
    <>
      {label}
      {state === 'done' && <span class="off">, {doneWord}</span>}
    </>
  )
  return href === undefined ? name : <a href={href}>{name}</a>
}
