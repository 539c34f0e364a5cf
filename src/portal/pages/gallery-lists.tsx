import { ButtonLink } from '../../http/components/buttons.tsx'
import { DaysLeft } from '../../http/components/days-left.tsx'
import { Empty } from '../../http/components/empty.tsx'
import { Environments } from '../../http/components/environments.tsx'
import { Facts, Id } from '../../http/components/facts.tsx'
import { FileNameParts } from '../../http/components/file-name.tsx'
import { Paging } from '../../http/components/paging.tsx'
import { QrCode } from '../../http/components/qr-code.tsx'
import { Columns, Section } from '../../http/components/section.tsx'
import { Table } from '../../http/components/table.tsx'
import { Timeline } from '../../http/components/timeline.tsx'
import { TodoList } from '../../http/components/todo.tsx'

/** The part of the gallery with what lists things. */
export function Lists() {
  return (
    <>
      <Todos />
      <Certificates />
      <Columns>
        <FactsOfChannel />
        <Course />
      </Columns>
    </>
  )
}

function Todos() {
  return (
    <Section id="todo" title="To do">
      <TodoList
        todos={[
          {
            ...{ key: 'end', tone: 'warn', what: 'A certificate ends in 12 days.', why: 'Payroll 2024' },
            ...{ action: <ButtonLink href="/">Replace it</ButtonLink>, effect: 'the old one stays valid' },
          },
          { key: 'bad', tone: 'bad', what: 'A set was rejected.' },
        ]}
      />
    </Section>
  )
}

const CERTIFICATES = [
  { name: 'Payroll 2024', left: 12, share: 0.02 },
  { name: 'Payroll 2026', left: 477, share: 0.65 },
]

function Certificates() {
  return (
    <Section id="table" title="Table">
      <Table
        caption="Certificates"
        rows={CERTIFICATES}
        keyOf={({ name }) => name}
        columns={[
          { title: 'Label', cell: ({ name }) => <a href="/">{name}</a> },
          { title: 'Environments', cell: () => <Environments letters={['R', 'T', 'S']} />, isOptional: true },
          { title: 'Sets', cell: ({ left }) => left, isNumber: true },
          {
            title: 'Left',
            cell: ({ left, share }) => <DaysLeft share={share} isSoon={left < 30}>{`${left} days`}</DaysLeft>,
          },
        ]}
      />
      <Paging
        label="Pages"
        shown="2 entries"
        first={{ href: '/', label: 'First' }}
        next={{ href: '/', label: 'More' }}
      />
      <Empty action={<ButtonLink href="/">Add one</ButtonLink>}>Nothing is here.</Empty>
    </Section>
  )
}

function FactsOfChannel() {
  return (
    <Section id="facts" title="Facts">
      <Facts
        facts={[
          ['Address', <Id key="id">sftp.sluice.example, port 8022</Id>],
          ['User name', '012345'],
        ]}
      />
      <FileNameParts
        parts={[
          ['FI', 'Kind'],
          ['DMFA', 'Service'],
          ['012345', 'Sender'],
        ]}
      />
    </Section>
  )
}

function Course() {
  return (
    <Section id="timeline" title="Timeline">
      <Timeline
        entries={[
          { at: new Date(0), time: '14:02', title: 'Received', kind: 'kept' },
          { at: new Date(1000), time: '14:03', title: 'Rejected', detail: 'Code 125', kind: 'bad' },
          { at: new Date(2000), time: '14:04', title: 'Answered', kind: 'open' },
        ]}
      />
      <QrCode text="otpauth://totp/Sluice:example" title="QR code of the app" />
    </Section>
  )
}
