import { Histogram } from '../../http/components/histogram.tsx'
import { LinePlot } from '../../http/components/line-plot.tsx'
import { Columns, Section } from '../../http/components/section.tsx'
import { Spark } from '../../http/components/spark.tsx'
import { StackedBars } from '../../http/components/stacked-bars.tsx'
import { VerdictBar } from '../../http/components/verdict-bar.tsx'

const PLACES = Array.from({ length: 60 }, (_, place) => place)
const STEPS = PLACES.map((place) => `14:${String(place).padStart(2, '0')}`)
const wave = (size: number, pace: number) => PLACES.map((place) => Math.round(size * (1 + Math.sin(place / pace))))
const number = (value: number) => String(Math.round(value))

/** The part of the gallery with the drawings. */
export function Plots() {
  return (
    <>
      <Section id="lines" title="Curves">
        <LinePlot
          {...{ id: 'depth', title: 'Waiting, last hour', description: 'DMFA between 0 and 400, now 391.', number }}
          steps={STEPS}
          lines={[
            { name: 'DMFA R', points: wave(200, 9) },
            { name: 'DIMN R', points: wave(60, 5).map((value, place) => (place > 20 && place < 30 ? null : value)) },
            { name: 'WECH T', points: wave(8, 3) },
            { name: 'DMWA S', points: PLACES.map(() => 0) },
          ]}
          words={{ table: 'As a table', step: 'Time', unknown: 'not known' }}
        />
        <p>
          <Spark points={wave(20, 4)} label="Between 0 and 40 waiting, now 38" />
          <Spark points={[null, null, 3, 4, null, 9, 1]} label="Between 1 and 9 waiting, now 1" />
          <Spark points={[]} label="Nothing is known" />
        </p>
      </Section>
      <Columns>
        <Section id="classes" title="Classes">
          <Histogram
            {...{ id: 'ages', title: 'How long they wait', description: '12 under a minute, 1 over a day.', number }}
            bars={[
              { label: '< 1 min', count: 12 },
              { label: '< 1 h', count: 0 },
              { label: 'older', count: 1, isLate: true },
            ]}
            words={{ table: 'As a table', label: 'Age', count: 'Waiting' }}
          />
        </Section>
        <Section id="parts" title="Parts">
          <StackedBars
            {...{ id: 'intake', title: 'Files, last hour', description: 'Most of them over SFTP.', number }}
            steps={STEPS}
            parts={[
              { name: 'SFTP', values: wave(20, 7) },
              { name: 'FTP', values: wave(6, 5) },
              { name: 'Web service', values: wave(9, 11) },
              { name: 'Fixed link', values: wave(3, 2) },
            ]}
            words={{ table: 'As a table', step: 'Time' }}
          />
        </Section>
      </Columns>
      <Section id="verdicts" title="Verdicts">
        {[{ accepted: 961 }, { accepted: 0 }].map(({ accepted }) => (
          <VerdictBar
            key={accepted}
            {...{ id: `mix-${accepted}`, title: 'Verdicts', description: 'Of the rejected, 62 % for 125.', accepted }}
            rejected={[
              { code: '125', sets: 24 },
              { code: '312', sets: 12 },
              { code: '153', sets: 3 },
            ]}
            words={{ accepted: '96.1 % accepted', rejected: '3.9 % rejected, by code' }}
          />
        ))}
        <VerdictBar
          {...{ id: 'all', title: 'Verdicts', description: 'All accepted.', accepted: 7, rejected: [] }}
          words={{ accepted: '100 % accepted', rejected: '' }}
        />
      </Section>
    </>
  )
}
