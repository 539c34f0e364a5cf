/** The letters of environments, drawn so that production stands out: `R`, `T`, `S`. */
export function Environments({ letters }: { readonly letters: readonly ('R' | 'T' | 'S')[] }) {
  return (
    <>
      {letters.map((letter) => (
        <span key={letter} class={letter === 'T' ? 'env' : `env ${letter.toLowerCase()}`}>
          {letter}
        </span>
      ))}
    </>
  )
}
