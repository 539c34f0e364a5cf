import { h } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { expect, test } from 'vitest'
import { Answer, SenderNumberBox } from '../../src/http/components/answer.tsx'
import { Button, ButtonLink } from '../../src/http/components/buttons.tsx'
import { Check, ChoicesField, SelectField } from '../../src/http/components/choice-field.tsx'
import { DaysLeft } from '../../src/http/components/days-left.tsx'
import { Empty } from '../../src/http/components/empty.tsx'
import { Facts, Id } from '../../src/http/components/facts.tsx'
import { Faults } from '../../src/http/components/faults.tsx'
import { FileField } from '../../src/http/components/file-field.tsx'
import { FileNameParts } from '../../src/http/components/file-name.tsx'
import { FilterBar } from '../../src/http/components/filter-bar.tsx'
import { Form } from '../../src/http/components/form.tsx'
import { Histogram } from '../../src/http/components/histogram.tsx'
import { LinePlot } from '../../src/http/components/line-plot.tsx'
import { Note } from '../../src/http/components/note.tsx'
import { Paging } from '../../src/http/components/paging.tsx'
import { QrCode } from '../../src/http/components/qr-code.tsx'
import { RefusalNote } from '../../src/http/components/refusal-note.tsx'
import { Head, Section } from '../../src/http/components/section.tsx'
import { Shell } from '../../src/http/components/shell.tsx'
import { Spark } from '../../src/http/components/spark.tsx'
import { StackedBars } from '../../src/http/components/stacked-bars.tsx'
import { Badge, State } from '../../src/http/components/state.tsx'
import { Stepper } from '../../src/http/components/stepper.tsx'
import { Table } from '../../src/http/components/table.tsx'
import { LinesField, TextField } from '../../src/http/components/text-field.tsx'
import { Moment, Timeline } from '../../src/http/components/timeline.tsx'
import { TodoList } from '../../src/http/components/todo.tsx'
import { renderDocument } from '../../src/http/page.tsx'

/** Breaks out of texts, of attributes in either quote, of titles, text areas and comments, unless it is escaped. */
const X = `"x9><script>x9</script></title></textarea>--><img src=x9 onerror=x9>'x9>&lt;`
const link = { href: '/', label: X }
const words = { product: X, skip: X, languages: X, menu: X, areas: X, path: X, zone: X }
const fact = { seen: X, expected: X, remedy: X, code: X }

const DRAWN: Readonly<Record<string, () => object>> = {
  answer: () => h(Answer, { id: 'a', answer: X, aside: X, children: X }),
  badge: () => h(Badge, { tone: 'bad', children: X }),
  button: () => h(Button, { name: X, value: X, children: X }),
  'button link': () => h(ButtonLink, { href: X, children: X }),
  check: () => h(Check, { name: X, value: X, label: X, hint: X }),
  choices: () =>
    h(ChoicesField, {
      ...{ name: X, legend: X, hint: X, error: X, take: 'many' as const, chosen: [X] },
      choices: [{ value: X, label: X, hint: X }],
    }),
  'days left': () => h(DaysLeft, { share: 2, isSoon: true, children: X }),
  empty: () => h(Empty, { action: X, children: X }),
  facts: () => h(Facts, { facts: [[X, h(Id, { children: X })]] }),
  faults: () => h(Faults, { title: X, faults: [{ name: X, label: X, message: X }] }),
  'file field': () =>
    h(FileField, { name: X, label: X, hint: X, error: X, accept: X, most: { fileBytes: 1, message: X } }),
  'file name': () => h(FileNameParts, { parts: [[X, X]] }),
  'filter bar': () => h(FilterBar, { action: X, label: X, button: X, reset: X, children: X }),
  form: () => h(Form, { action: X, csrf: X, hidden: { [`data-${'a'}`]: X }, labelledBy: X, children: X }),
  head: () => h(Head, { title: X, lead: X, actions: X }),
  histogram: () =>
    h(Histogram, {
      ...{ id: X, title: X, description: X, bars: [{ label: X, count: 1 }], number: () => X },
      words: { table: X, label: X, count: X },
    }),
  'line plot': () =>
    h(LinePlot, {
      ...{ id: X, title: X, description: X, steps: [X], lines: [{ name: X, points: [1] }], number: () => X },
      words: { table: X, step: X, unknown: X },
    }),
  lines: () => h(LinesField, { name: X, label: X, value: X }),
  moment: () => h(Moment, { at: new Date(0), children: X }),
  note: () => h(Note, { tone: 'bad', isSpoken: true, action: X, children: X }),
  paging: () => h(Paging, { label: X, shown: X, first: link, next: link }),
  'QR code': () => h(QrCode, { text: X, title: X }),
  refusal: () => h(RefusalNote, { title: X, words: fact, ...fact }),
  section: () => h(Section, { id: X, title: X, aside: X, children: X }),
  select: () => h(SelectField, { name: X, label: X, value: X, options: [{ value: X, label: X }] }),
  'sender number': () => h(SenderNumberBox, { label: X, hint: X, number: X }),
  shell: () =>
    h(Shell, {
      ...{ look: 'console' as const, search: { action: X, label: X, hint: X } },
      ...{ words, home: X, language: 'fr' as const, languages: [{ language: 'de' as const, name: X, href: X }] },
      ...{ account: X, nav: [[link]], crumbs: [{ label: X, href: X }], foot: [link], children: X },
    }),
  spark: () => h(Spark, { points: [1, null, 2], label: X }),
  'stacked bars': () =>
    h(StackedBars, {
      ...{ id: X, title: X, description: X, steps: [X], parts: [{ name: X, values: [1] }], number: () => X },
      words: { table: X, step: X },
    }),
  state: () => h(State, { tone: 'good', children: X }),
  stepper: () => h(Stepper, { label: X, doneWord: X, steps: [{ label: X, state: 'done', href: X }] }),
  table: () =>
    h(Table<string>, {
      ...{ caption: X, rows: [X], keyOf: (row: string) => row },
      columns: [
        { title: X, cell: (row: string) => row },
        { title: 'other', cell: (row: string) => row },
      ],
    }),
  'text field': () => h(TextField, { name: X, label: X, hint: X, error: X, value: X }),
  timeline: () => h(Timeline, { entries: [{ at: new Date(0), time: X, title: X, detail: X, kind: 'bad' }] }),
  'to do': () => h(TodoList, { todos: [{ key: X, tone: 'bad', what: X, why: X, action: X, effect: X }] }),
}

test.each(Object.entries(DRAWN))('a hostile name is text and nothing else in: %s (case W2)', (_, draw) => {
  // A drawing has a title of its own, with text in it and nothing else.
  const html = renderToString(draw() as never).replaceAll(/<title id="[^"]*">[^<]*<\/title>/g, 'x9')
  expect(html).toContain('x9')
  expect(html).not.toMatch(/<script|<img|"x9|<\/title|\sstyle=|\son[a-z]+="/)
})

test('a hostile title is text and nothing else', () => {
  const html = renderDocument({ language: 'de', title: X, look: 'portal', sheet: '/s.css', children: X })
  expect(html.startsWith('<!doctype html><html lang="de">')).toBe(true)
  expect(html.match(/<script|<img|<\/title>/g)).toEqual(['</title>'])
})

test('a password that came with a form is not sent back', () => {
  expect(renderToString(h(TextField, { name: 'p', label: 'P', type: 'password', value: 'secret' }))).not.toContain(
    'secret',
  )
})

test('a field is tied to its hint and its error', () => {
  const html = renderToString(h(TextField, { name: 'email', label: 'E-mail', hint: 'One.', error: 'Not one.' }))
  expect(html).toContain('aria-describedby="email-hint email-error"')
  expect(html).toContain('<label for="email">E-mail</label>')
  expect(html).toContain('aria-invalid="true"')
  expect(html).toContain('<p class="error" id="email-error">')
})

test('what must be heard at once has the focus when the page is there, and other notes have not', () => {
  const hasFocus = (isSpoken: boolean) =>
    /tabindex="-1" autofocus/.test(renderToString(h(Note, { tone: 'good', isSpoken })))
  expect([hasFocus(true), hasFocus(false)]).toEqual([true, false])
})
