import { useTranslation } from 'react-i18next';

import type { RecordRow } from '../api/types';
import { formatDate } from '../app/dates';
import { ScrollRegion } from '../components/ScrollRegion';

const WIDTH = 720;
const HEIGHT = 150;
const EDGE = 8;
const FOOT = 18;

interface Point { at: number; shown: number; day: string }

function pointsOf(rows: RecordRow[]): Point[] {
  return rows
    .map(({ values }) => ({ at: Date.parse(String(values.taken_at)), shown: Number(values.mechanical), day: formatDate(String(values.taken_at)) }))
    .filter(({ at, shown }) => Number.isFinite(at) && Number.isFinite(shown))
    .sort((one, other) => one.at - other.at);
}

/** What a meter showed over time as a line, each reading with its number. */
export function ReadingsChart({ rows }: { rows: RecordRow[] }) {
  const { t } = useTranslation('registers');
  const points = pointsOf(rows);
  const [first] = points;
  const last = points.at(-1);
  if (!first || !last || last.at === first.at) return null;
  const low = Math.min(...points.map(({ shown }) => shown));
  const high = Math.max(...points.map(({ shown }) => shown), low + 1);
  const x = ({ at }: Point) => EDGE + ((at - first.at) / (last.at - first.at)) * (WIDTH - 2 * EDGE);
  const y = ({ shown }: Point) => EDGE + FOOT + (1 - (shown - low) / (high - low)) * (HEIGHT - 2 * EDGE);
  return (
    <section className="panel panel-pad" aria-label={t('readingsChart')}>
      <h2 className="panel-title">{t('readingsChart')}</h2>
      <ScrollRegion label={t('readingsChart')}>
        <svg width={WIDTH} height={HEIGHT + 3 * FOOT} role="img" aria-label={t('readingsOf', { count: points.length, from: first.day, until: last.day })}>
          <polyline className="reading-line" points={points.map((point) => `${x(point)},${y(point)}`).join(' ')} />
          {points.map((point) => (
            <circle key={point.at} className="reading-point" cx={x(point)} cy={y(point)} r={3}><title>{`${point.day}: ${point.shown.toLocaleString()} m³`}</title></circle>
          ))}
          <text className="month-text" x={EDGE} y={HEIGHT + 2 * FOOT}>{`${first.day} · ${first.shown.toLocaleString()}`}</text>
          <text className="month-text" x={WIDTH - EDGE} y={HEIGHT + 2 * FOOT} textAnchor="end">{`${last.day} · ${last.shown.toLocaleString()}`}</text>
        </svg>
      </ScrollRegion>
    </section>
  );
}
