import type { MonthlyReport } from './types';

interface Bar { name: string; value: number; text: string; alarming: boolean }

function bars(report: MonthlyReport, key: string, alarming: boolean): Bar[] {
  const words = report.columns.filter((column) => !column.number).map((column) => column.key).slice(0, 2);
  return report.rows.map((row) => ({
    name: words.map((word) => row[word]).join(' '), value: Number(row[key] ?? 0), text: row[key] ?? '', alarming,
  }));
}

/** A row of bars for each column that is drawn; the longest fills its row. */
export function MonthChart({ report }: { report: MonthlyReport }) {
  return (
    <div className="report-charts">
      {report.columns.filter((column) => column.charted).map((column) => {
        const drawn = bars(report, column.key, column.alarming);
        const longest = Math.max(...drawn.map((bar) => bar.value), 0);
        return (
          <figure key={column.key} className="panel report-chart">
            <figcaption>{column.title}</figcaption>
            {drawn.map((bar) => (
              <div key={bar.name} className="report-bar">
                <span className="report-bar-name">{bar.name}</span>
                <span className="report-bar-room">
                  <span className={`report-bar-fill${bar.alarming ? ' report-bar-alarming' : ''}`} style={{ width: `${longest ? (100 * bar.value) / longest : 0}%` }} />
                </span>
                <span className="num">{bar.text}</span>
              </div>
            ))}
          </figure>
        );
      })}
    </div>
  );
}
