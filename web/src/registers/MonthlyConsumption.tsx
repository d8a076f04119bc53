import { useTranslation } from 'react-i18next';

import { ScrollRegion } from '../components/ScrollRegion';
import { useConsumption } from './useConsumption.query';

const HEIGHT = 160;
const WIDTH = 34;

/** Gas used month by month as bars, each with its number for who cannot see them. */
export function MonthlyConsumption({ register, id }: { register: string; id: string }) {
  const { t } = useTranslation('registers');
  const { data: months } = useConsumption(register, id);
  if (!months || months.length < 2) return null;
  const most = Math.max(1, ...months.map(({ volume }) => volume));
  return (
    <section className="panel panel-pad" aria-label={t('consumption')}>
      <h2 className="panel-title">{t('consumption')}</h2>
      <ScrollRegion label={t('consumption')}>
        <svg width={months.length * WIDTH} height={HEIGHT + 40} role="img" aria-label={t('consumptionOf', { count: months.length })}>
          {months.map(({ month, volume }, index) => {
            const height = Math.max(1, (volume / most) * HEIGHT);
            return (
              <g key={month} transform={`translate(${index * WIDTH}, 0)`}>
                <title>{`${month}: ${volume.toLocaleString()} m³`}</title>
                <rect className="month-bar" x={4} y={HEIGHT - height + 16} width={WIDTH - 8} height={height} rx={2} />
                <text className="month-text" x={WIDTH / 2} y={HEIGHT - height + 12} textAnchor="middle">{short(volume)}</text>
                <text className="month-text" x={WIDTH / 2} y={HEIGHT + 32} textAnchor="middle">{month.slice(2)}</text>
              </g>
            );
          })}
        </svg>
      </ScrollRegion>
    </section>
  );
}

function short(volume: number): string {
  if (volume >= 10_000) return `${Math.round(volume / 1000)}k`;
  if (volume >= 1_000) return `${(volume / 1000).toFixed(1)}k`;
  return String(Math.round(volume));
}
