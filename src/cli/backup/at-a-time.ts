/** Does `work` for each item of the pages, at most so many at a time. Rejects with the first failure. */
export async function atATime<Item>(
  pages: AsyncIterable<readonly Item[]>,
  most: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  for await (const page of pages) {
    const left = page.values()
    await Promise.all(
      Array.from({ length: most }, async () => {
        for (const item of left) await work(item)
      }),
    )
  }
}
