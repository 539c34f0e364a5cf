/** What is in force, where it comes from, and what waits. */
import { SelectField } from '../../../http/components/choice-field.tsx'
import { Empty } from '../../../http/components/empty.tsx'
import { Facts } from '../../../http/components/facts.tsx'
import { FilterBar } from '../../../http/components/filter-bar.tsx'
import { Note } from '../../../http/components/note.tsx'
import { Columns, Head, Section } from '../../../http/components/section.tsx'
import { State } from '../../../http/components/state.tsx'
import { Table } from '../../../http/components/table.tsx'
import { TextField } from '../../../http/components/text-field.tsx'
import type { Ask } from '../../ask.ts'
import type { ConfigurationInForce, SettingInForce } from '../../gateway-view.ts'
import { seeConfiguration } from '../../operations/configuration.ts'
import { consolePage } from '../../page-route.ts'
import { PLACES } from '../../places.ts'

export const CONFIGURATION_PAGE = consolePage({
  method: 'GET',
  path: PLACES.configuration,
  role: 'viewer',
  async handle(ask) {
    const { t, ground, operator } = ask
    const shown = await seeConfiguration(ground, operator)
    const waiting = shown.settings.filter(({ waitsFor }) => waitsFor !== null).length
    const view = { ask, shown }
    return {
      title: t('configuration.title'),
      body: (
        <>
          <Head title={t('configuration.title')} lead={t('configuration.lead', { waiting })} />
          <Troubles {...view} />
          <Columns>
            <Origins {...view} />
            <ProcessPart {...view} />
          </Columns>
          <SettingsPart {...view} />
          <ServicesPart {...view} />
        </>
      ),
    }
  },
})

type View = { readonly ask: Ask; readonly shown: ConfigurationInForce }

function Troubles({ ask: { t }, shown: { problems, warnings } }: View) {
  return (
    <>
      {problems.length > 0 && (
        <Note tone="bad">
          <strong>{t('configuration.problems')}</strong>
          <ul>
            {problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </Note>
      )}
      {warnings.map((warning) => (
        <Note key={warning} tone="warn">
          {warning}
        </Note>
      ))}
    </>
  )
}

function Origins({ ask: { t, formats }, shown: { file, lastReload } }: View) {
  const outcome =
    lastReload &&
    (lastReload.outcome === 'refused'
      ? t('configuration.refused')
      : t('configuration.applied', { count: lastReload.changed.length }))
  return (
    <Section id="origins" title={t('configuration.origin')}>
      <Facts
        facts={[
          [t('configuration.file'), file ?? t('configuration.noFile')],
          [
            t('configuration.lastReload'),
            lastReload ? `${formats.dateTime(lastReload.at)}: ${outcome}` : t('configuration.noReload'),
          ],
        ]}
      />
    </Section>
  )
}

function ProcessPart({ ask: { t, formats }, shown: { process } }: View) {
  return (
    <Section id="process" title={t('configuration.process')}>
      <Facts
        facts={[
          [t('configuration.version'), `${process.version} ${process.node}`],
          [t('configuration.started'), formats.dateTime(process.startedAt)],
          [t('configuration.runtime'), `Node ${process.runtime}, ${process.platform}`],
          [t('configuration.folder'), process.folder],
          [t('configuration.memory'), formats.bytes(process.memoryBytes)],
        ]}
      />
    </Section>
  )
}

const WHICH = ['notable', 'waiting', 'all'] as const

function SettingsPart({ ask, shown: { settings } }: View) {
  const { t, path, query } = ask
  const text = (query.get('q') ?? '').trim().toLowerCase().slice(0, 100)
  const which = WHICH.find((each) => each === query.get('which')) ?? 'notable'
  const rows = settings.filter((setting) => isWanted(setting, which) && setting.path.toLowerCase().includes(text))
  return (
    <Section id="settings" title={t('configuration.settings')}>
      <FilterBar action={path} label={t('configuration.filter')} button={t('button.search')}>
        <TextField name="q" label={t('configuration.text')} type="search" value={text} lengthMax={100} />
        <SelectField
          name="which"
          label={t('configuration.which')}
          value={which}
          options={WHICH.map((value) => ({ value, label: t(`configuration.which.${value}`) }))}
        />
      </FilterBar>
      {rows.length === 0 ? (
        <Empty>{t(text === '' && which === 'notable' ? 'configuration.none' : 'configuration.noMatch')}</Empty>
      ) : (
        <SettingTable ask={ask} rows={rows} />
      )}
    </Section>
  )
}

function isWanted({ origin, waitsFor }: SettingInForce, which: (typeof WHICH)[number]): boolean {
  if (which === 'all') return true
  return waitsFor !== null || (which === 'notable' && origin !== 'default')
}

/** Of a value that is long, such as a list of services. */
const VALUE_MAX = 120

function SettingTable({ ask: { t }, rows }: { readonly ask: Ask; readonly rows: readonly SettingInForce[] }) {
  return (
    <Table
      caption={t('configuration.settings')}
      rows={rows}
      keyOf={({ path }) => path}
      columns={[
        { title: t('configuration.setting'), cell: ({ path }) => <span class="id">{path}</span> },
        {
          title: t('configuration.value'),
          cell: ({ value, waitsFor }) => (
            <>
              <code>{short(value)}</code>
              {waitsFor && (
                <>
                  <br />
                  <State tone="warn">{t(`configuration.waits.${waitsFor}`)}</State>
                </>
              )}
            </>
          ),
        },
        {
          title: t('configuration.fallback'),
          isOptional: true,
          cell: ({ fallback, value }) => fallback !== null && fallback !== value && <code>{short(fallback)}</code>,
        },
        { title: t('configuration.origin'), cell: ({ origin }) => t(`configuration.origin.${origin}`) },
      ]}
    />
  )
}

function short(value: string): string {
  return value.length > VALUE_MAX ? `${value.slice(0, VALUE_MAX)}…` : value
}

function ServicesPart({ ask: { t, language, formats }, shown: { services } }: View) {
  return (
    <Section id="services" title={t('configuration.services')}>
      <Table
        caption={t('configuration.services')}
        rows={services}
        keyOf={({ code }) => code}
        columns={[
          { title: t('sender.services'), cell: ({ code, labels }) => `${code} ${labels[language]}` },
          { title: t('configuration.environments'), cell: ({ environments }) => environments.join(', ') },
          { title: t('configuration.target'), cell: ({ target }) => <span class="id">{target}</span> },
          {
            title: t('configuration.rate'),
            cell: ({ rate, concurrency }) => `${formats.number(rate)}, ${concurrency}`,
          },
        ]}
      />
    </Section>
  )
}
