import type { Children } from '../elements.ts'
import { type Column, Table } from './table.tsx'

type PlotProps<Row> = {
  /** Unique on the page. */
  readonly id: string
  readonly title: string
  /** What the drawing shows, in a sentence. */
  readonly description: string
  /** The class of the drawing. */
  readonly look: string
  /** Invites to open the table. */
  readonly tableWord: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
  /** Below the drawing: which mark is what. */
  readonly legend?: Children
  readonly children?: Children
}

/** A drawing, what it says in words, and behind it the figures as a table. */
export function Plot<Row>({ id, title, description, look, tableWord, legend, children, ...table }: PlotProps<Row>) {
  return (
    <figure class="plot">
      <svg class={look} role="img" aria-labelledby={`${id}-title ${id}-text`}>
        <title id={`${id}-title`}>{title}</title>
        <desc id={`${id}-text`}>{description}</desc>
        {children}
      </svg>
      {legend && <figcaption class="marks">{legend}</figcaption>}
      <details>
        <summary>{tableWord}</summary>
        <Table caption={title} {...table} />
      </details>
    </figure>
  )
}

/** So many percent of a width; drawings have no size of their own, so that their letters keep the size of the page. */
export function percent(share: number): string {
  return `${Math.round(share * 1000) / 10}%`
}
