import type { Children } from '../elements.ts'

export type Column<Row> = {
  readonly title: string
  /** The first column names the row. */
  readonly cell: (row: Row) => Children
  readonly isNumber?: boolean
  /** Left out where the page is narrow. */
  readonly isOptional?: boolean
}

type TableProps<Row> = {
  /** Told to screen readers. */
  readonly caption: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
}

/** Rows become cards where the page is narrow. Whoever has no rows shows `Empty` instead. */
export function Table<Row>({ caption, columns, rows, keyOf }: TableProps<Row>) {
  return (
    <table class="stackable">
      <caption class="off">{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.title} scope="col" class={classOf(column)}>
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)}>{columns.map((column, index) => cellOf(column, row, index === 0))}</tr>
        ))}
      </tbody>
    </table>
  )
}

function cellOf<Row>(column: Column<Row>, row: Row, isName: boolean) {
  const { title, cell } = column
  if (isName) {
    return (
      <th key={title} scope="row" class={classOf(column)}>
        {cell(row)}
      </th>
    )
  }
  return (
    <td key={title} data-is={title} class={classOf(column)}>
      {cell(row)}
    </td>
  )
}

function classOf({ isNumber, isOptional }: Pick<Column<never>, 'isNumber' | 'isOptional'>): string | undefined {
  return [isNumber && 'num', isOptional && 'opt'].filter(Boolean).join(' ') || undefined
}
