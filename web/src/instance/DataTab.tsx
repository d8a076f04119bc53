import { Button, Input, Table } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Variable } from '../api/types';
import { formatDateTime } from '../app/dates';
import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { valueText } from '../components/valueText';
import { useVariables } from './useVariables.query';
import { VariableHistory } from './VariableHistory';

function textOf({ text, value }: Variable): string {
  return text ?? valueText(value);
}

function matches(variable: Variable, q: string): boolean {
  return `${variable.name} ${variable.label} ${textOf(variable)}`.toLowerCase().includes(q.trim().toLowerCase());
}

/** The instance's data as it is now; each value's past is one press away. */
export function DataTab({ instanceId }: { instanceId: string }) {
  const { t } = useTranslation('instance');
  const { data, error, refetch } = useVariables(instanceId);
  const [q, setQ] = useState('');
  const [asked, setAsked] = useState<Variable | null>(null);
  if (error && !data) return <FailedState error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingState />;
  const columns = [
    { title: t('data.name'), key: 'name', width: '24%', render: (_: unknown, variable: Variable) => <>{variable.label || variable.name}</> },
    { title: t('data.value'), key: 'value', render: (_: unknown, variable: Variable) => <span className="value">{textOf(variable)}</span> },
    {
      title: t('data.changed'), key: 'changed', width: 210,
      render: (_: unknown, variable: Variable) => (
        <span className="soft num">{formatDateTime(variable.changed_at)}<br />{[variable.changed_by?.full_name, variable.changed_in_name].filter(Boolean).join(' · ')}</span>
      ),
    },
    {
      title: <span className="sr-only">{t('data.history')}</span>, key: 'history', width: 90,
      render: (_: unknown, variable: Variable) => (
        <Button size="small" type="link" aria-label={t('data.historyOf', { name: variable.label || variable.name })} onClick={() => setAsked(variable)}>{t('data.history')}</Button>
      ),
    },
  ];
  return (
    <section aria-label={t('tab.data')}>
      <div className="toolbar">
        <Input className="toolbar-grow" allowClear aria-label={t('data.search')} placeholder={t('data.search')} value={q} onChange={({ target }) => setQ(target.value)} />
      </div>
      <Table<Variable>
        className="panel" size="small" pagination={false} columns={columns} scroll={{ x: 640 }}
        dataSource={data.filter((variable) => matches(variable, q))} rowKey={(variable) => variable.name + (variable.scope_id ?? '')}
        locale={{ emptyText: t('data.none') }}
      />
      <VariableHistory instanceId={instanceId} variable={asked} onClose={() => setAsked(null)} />
    </section>
  );
}
