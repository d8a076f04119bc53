import { Button, type TableColumnsType } from 'antd';
import type { TFunction } from 'i18next';

import type { Variable } from '../api/types';
import { formatDateTime } from '../app/dates';
import { valueText } from '../components/valueText';

type T = TFunction<'instance'>;
type Ask = (variable: Variable) => void;

export function textOf({ text, value }: Variable): string {
  return text ?? valueText(value);
}

function nameOf({ label, name }: Variable): string {
  return label || name;
}

function who({ changed_by: by, changed_in_name: place }: Variable): string {
  return [by?.full_name, place].filter(Boolean).join(' · ');
}

function HistoryButton({ variable, ask, t }: { variable: Variable; ask: Ask; t: T }) {
  return (
    <Button size="small" type="link" aria-label={t('data.historyOf', { name: nameOf(variable) })} onClick={() => ask(variable)}>{t('data.history')}</Button>
  );
}

/** Name, value, last change and history side by side. */
export function wideColumns(ask: Ask, t: T): TableColumnsType<Variable> {
  return [
    { title: t('data.name'), key: 'name', width: '24%', render: (_, variable) => nameOf(variable) },
    { title: t('data.value'), key: 'value', render: (_, variable) => <span className="value">{textOf(variable)}</span> },
    {
      title: t('data.changed'), key: 'changed', width: 210,
      render: (_, variable) => <span className="soft num">{formatDateTime(variable.changed_at)}<br />{who(variable)}</span>,
    },
    {
      title: <span className="sr-only">{t('data.history')}</span>, key: 'history', width: 90,
      render: (_, variable) => <HistoryButton variable={variable} ask={ask} t={t} />,
    },
  ];
}

/** The same below each other, for a phone. */
export function narrowColumns(ask: Ask, t: T): TableColumnsType<Variable> {
  return [
    {
      title: t('data.name'), key: 'all',
      render: (_, variable) => (
        <>
          <div className="soft">{nameOf(variable)}</div>
          <div className="value">{textOf(variable)}</div>
          <div className="data-foot"><small className="soft num">{formatDateTime(variable.changed_at)} {who(variable)}</small><HistoryButton variable={variable} ask={ask} t={t} /></div>
        </>
      ),
    },
  ];
}
