/** Every component in every state, for those who change them; not in production. Its words are English alone. */
import { Answer, SenderNumberBox } from '../../http/components/answer.tsx'
import { Button, ButtonLink, Buttons } from '../../http/components/buttons.tsx'
import { Check, ChoicesField, SelectField } from '../../http/components/choice-field.tsx'
import { Faults } from '../../http/components/faults.tsx'
import { FileField } from '../../http/components/file-field.tsx'
import { FilterBar } from '../../http/components/filter-bar.tsx'
import { Form } from '../../http/components/form.tsx'
import { Note } from '../../http/components/note.tsx'
import { RefusalNote } from '../../http/components/refusal-note.tsx'
import { Head, Section } from '../../http/components/section.tsx'
import { Badge, State, type Tone } from '../../http/components/state.tsx'
import { Stepper } from '../../http/components/stepper.tsx'
import { LinesField, TextField } from '../../http/components/text-field.tsx'
import type { Visit } from '../ask.ts'
import { type Page, pageRoute } from '../page-route.ts'
import { PLACES } from '../places.ts'
import { Lists } from './gallery-lists.tsx'
import { Plots } from './gallery-plots.tsx'

const TONES: readonly Tone[] = ['plain', 'good', 'warn', 'bad', 'doubt', 'off']

export const GALLERY = pageRoute({
  method: 'GET',
  path: PLACES.gallery,
  row: 'anybody',
  onlyInTrial: true,
  handle: async (visit) => gallery(visit, {}),
})

/** The form of the gallery: a name of letters is saved, anything else comes back. */
export const GALLERY_FORM = pageRoute({
  method: 'POST',
  path: PLACES.gallery,
  row: 'anybody',
  onlyInTrial: true,
  form: { name: 'text', key: 'lines', quality: 'text', use: 'list', file: 'file', sure: 'flag' },
  handle: async ({ form, ...visit }) => {
    if (/^\p{L}+$/u.test(form.name)) return { to: PLACES.gallery, done: 'saved' }
    return gallery(visit, { name: form.name, error: 'A name has letters.' })
  },
})

type Filled = { readonly name?: string; readonly error?: string }

function gallery(visit: Visit, filled: Filled): Page {
  return {
    title: 'Gallery',
    ...(filled.error && { status: 400 }),
    crumbs: [{ label: 'Example Ltd, 0206.731.645', href: '/' }, { label: 'Gallery' }],
    body: (
      <>
        <Head
          title="Gallery"
          lead="Every component, every state."
          actions={<ButtonLink href="/">An action</ButtonLink>}
        />
        <Answers />
        <States />
        <Lists />
        <Plots />
        <Notes />
        <FormParts {...visit} {...filled} />
      </>
    ),
  }
}

function Answers() {
  return (
    <Answer
      id="may"
      answer={<State tone="good">Your enterprise may send.</State>}
      aside={<SenderNumberBox label="Sender number" hint="A double click selects all of it." number="012345" />}
    >
      <p>By SFTP, for 4 online services.</p>
    </Answer>
  )
}

function States() {
  return (
    <Section id="states" title="States" aside={<a href={PLACES.gallery}>All of them</a>}>
      <p class="row">
        {TONES.map((tone) => (
          <State key={tone} tone={tone}>
            {tone}
          </State>
        ))}
      </p>
      <p class="row">
        {TONES.map((tone) => (
          <Badge key={tone} tone={tone}>
            {tone}
          </Badge>
        ))}
      </p>
      <p class="row">
        <Button kind="main">Main</Button>
        <Button>Usual</Button>
        <Button kind="danger">Danger</Button>
        <Button kind="bare">Bare</Button>
        <Button kind="small">Small</Button>
      </p>
      <Stepper
        label="Steps"
        doneWord="done"
        steps={[
          { label: 'Technical user', state: 'done', href: PLACES.gallery },
          { label: 'Channel', state: 'current' },
          { label: 'Certificate', state: 'ahead' },
        ]}
      />
    </Section>
  )
}

function Notes() {
  const words = { seen: 'Seen', expected: 'Expected', remedy: 'What to do', code: 'Code' }
  return (
    <Section id="notes" title="Notes">
      <Note tone="good">Saved.</Note>
      <Note tone="warn" action={<ButtonLink href="/">Look</ButtonLink>}>
        This ends soon.
      </Note>
      <RefusalNote
        title="This file was not taken"
        words={words}
        {...{
          seen: 'a key store',
          expected: 'one certificate',
          remedy: 'Export it without the key.',
          code: 'SLU-CERTIFICATE',
        }}
      />
    </Section>
  )
}

function FormParts({ csrf, name = '', error }: Pick<Visit, 'csrf'> & Filled) {
  return (
    <Section id="form" title="Form">
      <FilterBar action={PLACES.gallery} label="Search" button="Search" reset="Show all">
        <TextField name="search" id="seek" type="search" label="Name" />
      </FilterBar>
      <Faults
        title="One entry is not right yet."
        faults={error ? [{ name: 'name', label: 'Name', message: error }] : []}
      />
      <Form action={PLACES.gallery} csrf={csrf} hasFiles isPanel labelledBy="form">
        <TextField name="name" label="Name" hint="Letters." value={name} {...(error && { error })} />
        <LinesField name="key" label="Public key" hint="From your SFTP program." />
        <SelectField name="quality" label="Quality" options={[{ value: 'a', label: 'Employer' }]} value="a" />
        <ChoicesField
          name="use"
          legend="Use"
          take="many"
          chosen={['signature']}
          choices={[
            { value: 'signature', label: 'Signature', hint: 'For SFTP and FTP.' },
            { value: 'login', label: 'Log-in' },
          ]}
        />
        <FileField name="file" label="Certificate" accept=".cer,.pem" />
        <Check name="sure" label="I am sure" />
        <Buttons>
          <Button kind="main">Save</Button>
          <ButtonLink kind="bare" href="/">
            Cancel
          </ButtonLink>
        </Buttons>
      </Form>
    </Section>
  )
}
