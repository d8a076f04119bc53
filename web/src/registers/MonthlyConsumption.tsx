import { useTranslation } from 'react-i18next';

import type { MonthUsed } from '../api/types';
import { ScrollRegion } from '../components/ScrollRegion';
import { useConsumption } from './useConsumption.query';

const HEIGHT = 160;
const WIDTH = 34;
const WIDE = 56;

function Bar({ x, width, share, name }: { x: number; width: number; share: number; name: string }) {
  const height = Math.max(1, share * HEIGHT);
  return <rect className={name} x={x} y={HEIGHT - height + 16} width={width} height={height} rx={2} />;
}

function Bars({ months, charged }: { months: MonthUsed[]; charged: boolean }) {
  const { t } = useTranslation('registers');
  const width = charged ? WIDE : WIDTH;
  const bar = charged ? (width - 12) / 2 : width - 8;
  const most = Math.max(1, ...months.map(({ volume }) => volume));
  const dearest = Math.max(1, ...months.map((month) => month.charged ?? 0));
  return (
    <svg width={months.length * width} height={HEIGHT + 40} role="img" aria-label={t('consumptionOf', { count: months.length })}>
      {months.map(({ month, volume, charged: amount }, index) => (
        <g key={month} transform={`translate(${index * width}, 0)`}>
          <title>{`${month}: ${volume.toLocaleString()} m³${amount === null ? '' : ` · ¥${amount.toLocaleString()}`}`}</title>
          <Bar x={4} width={bar} share={volume / most} name="month-bar" />
          {charged && <Bar x={8 + bar} width={bar} share={(amount ?? 0) / dearest} name="month-charged" />}
          <text className="month-text" x={4 + bar / 2} y={HEIGHT - (volume / most) * HEIGHT + 12} textAnchor="middle">{short(volume)}</text>
          <text className="month-text" x={width / 2} y={HEIGHT + 32} textAnchor="middle">{month.slice(2)}</text>
        </g>
      ))}
    </svg>
  );
}

/** Gas used month by month as bars, a customer's charges beside it; each with its number for who cannot see them. */
export function MonthlyConsumption({ register, id }: { register: string; id: string }) {
  const { t } = useTranslation('registers');
  const { data: months } = useConsumption(register, id);
  if (!months || months.length < 2) return null;
  const charged = months.some((month) => month.charged !== null && month.charged > 0);
  return (
    <section className="panel panel-pad" aria-label={t('consumption')}>
      <h2 className="panel-title">{t('consumption')}</h2>
      {charged && (
        <p className="month-legend soft">
          <span><i className="month-key month-key-used" />{t('used')}</span>
          <span><i className="month-key month-key-charged" />{t('charged')}</span>
        </p>
      )}
      <ScrollRegion label={t('consumption')}><Bars months={months} charged={charged} /></ScrollRegion>
    </section>
  );
}

function short(volume: number): string {
  if (volume >= 10_000) return `${Math.round(volume / 1000)}k`;
  if (volume >= 1_000) return `${(volume / 1000).toFixed(1)}k`;
  return String(Math.round(volume));
}
