export type Use = <Part extends AsyncDisposable>(part: Part) => Part

/** What `open` opens and hands to `use` is closed in the reverse order: with the whole, or when the next part cannot be opened. */
export async function openTogether<Whole extends object>(
  open: (use: Use) => Promise<Whole>,
): Promise<Whole & AsyncDisposable> {
  const opened: AsyncDisposable[] = []
  const close = async () => {
    for (const part of opened.reverse()) await part[Symbol.asyncDispose]()
  }
  try {
    const whole = await open((part) => {
      opened.push(part)
      return part
    })
    return { ...whole, [Symbol.asyncDispose]: close }
  } catch (error) {
    await close()
    throw error
  }
}
