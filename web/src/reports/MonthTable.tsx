import { useTranslation } from 'react-i18next';

import type { MonthlyReport } from './types';

type Column = MonthlyReport['columns'][number];

function looks(column: Column, value: string | undefined): string | undefined {
  if (!column.number) return undefined;
  return column.alarming && Number(value ?? 0) > 0 ? 'num report-alarming' : 'num';
}

/** The month's rows, and their sums where a column has one. */
export function MonthTable({ report }: { report: MonthlyReport }) {
  const { t } = useTranslation('reports');
  const summed = Object.keys(report.sums).length > 0;
  return (
    <div className="panel report-table" role="region" aria-label={report.title} tabIndex={0}>
      <table>
        <thead>
          <tr>{report.columns.map((column) => <th key={column.key} scope="col" className={column.number ? 'num' : undefined}>{column.title}</th>)}</tr>
        </thead>
        <tbody>
          {report.rows.map((row) => (
            <tr key={report.columns.map((column) => row[column.key]).join('|')}>
              {report.columns.map((column) => <td key={column.key} className={looks(column, row[column.key])}>{row[column.key]}</td>)}
            </tr>
          ))}
        </tbody>
        {summed && (
          <tfoot>
            <tr>
              {report.columns.map((column, place) => (
                place === 0
                  ? <th key={column.key} scope="row">{t('total')}</th>
                  : <td key={column.key} className={looks(column, report.sums[column.key])}>{report.sums[column.key]}</td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}
