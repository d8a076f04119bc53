import { Input, Table } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Variable } from '../api/types';
import { useNarrow } from '../app/useNarrow';
import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { useVariables } from './useVariables.query';
import { narrowColumns, textOf, wideColumns } from './dataColumns';
import { VariableHistory } from './VariableHistory';

/** What a form names comes before the process's own bookkeeping. */
function namedFirst(variables: Variable[]): Variable[] {
  const named = ({ label, name }: Variable): boolean => Boolean(label) && label !== name;
  return [...variables.filter(named), ...variables.filter((variable) => !named(variable))];
}

function matches(variable: Variable, q: string): boolean {
  return `${variable.name} ${variable.label} ${textOf(variable)}`.toLowerCase().includes(q.trim().toLowerCase());
}

/** The instance's data as it is now; each value's past is one press away. */
export function DataTab({ instanceId }: { instanceId: string }) {
  const { t } = useTranslation('instance');
  const { data, error, refetch } = useVariables(instanceId);
  const [q, setQ] = useState('');
  const narrow = useNarrow();
  const [asked, setAsked] = useState<Variable | null>(null);
  if (error && !data) return <FailedState error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingState />;
  const columns = narrow ? narrowColumns(setAsked, t) : wideColumns(setAsked, t);
  return (
    <section aria-label={t('tab.data')}>
      <div className="toolbar">
        <Input className="toolbar-grow" allowClear aria-label={t('data.search')} placeholder={t('data.search')} value={q} onChange={({ target }) => setQ(target.value)} />
      </div>
      <Table<Variable>
        className="panel" size="small" pagination={false} columns={columns} showHeader={!narrow}
        dataSource={namedFirst(data).filter((variable) => matches(variable, q))} rowKey={(variable) => variable.name + (variable.scope_id ?? '')}
        locale={{ emptyText: t('data.none') }}
      />
      <VariableHistory instanceId={instanceId} variable={asked} onClose={() => setAsked(null)} />
    </section>
  );
}
