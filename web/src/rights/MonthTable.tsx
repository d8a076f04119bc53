import { useTranslation } from 'react-i18next';

import type { CalendarYear } from './shapes';

interface Props { year: number; month: number; unusual: Map<string, CalendarYear['days'][number]> }

function weeksOf(year: number, month: number): (number | null)[][] {
  const first = (new Date(year, month, 1).getDay() + 6) % 7;
  const last = new Date(year, month + 1, 0).getDate();
  const cells: (number | null)[] = [...Array.from({ length: first }, () => null), ...Array.from({ length: last }, (_, n) => n + 1)];
  return Array.from({ length: Math.ceil(cells.length / 7) }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}

/** A month: days off and worked weekend days are marked by colour and by their name. */
export function MonthTable({ year, month, unusual }: Props) {
  const { t } = useTranslation('rights');
  const pad = (n: number): string => String(n).padStart(2, '0');
  return (
    <table className="panel">
      <caption>{t('calendar.month', { year, month: month + 1 })}</caption>
      <thead><tr>{t('calendar.weekdays').split(',').map((day) => <th key={day} scope="col">{day}</th>)}</tr></thead>
      <tbody>
        {weeksOf(year, month).map((week) => (
          <tr key={week.join()}>
            {week.map((day, index) => {
              const found = day ? unusual.get(`${year}-${pad(month + 1)}-${pad(day)}`) : undefined;
              const kind = found ? (found.is_working ? 'day-worked' : 'day-off') : index > 4 ? 'day-weekend' : '';
              return <td key={index} className={`num ${kind}`} title={found?.name}>{day}{found && <small>{found.is_working ? t('calendar.w') : t('calendar.o')}</small>}</td>;
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
