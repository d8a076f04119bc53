import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';

import type { Change } from '../api/types';
import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { PageHead } from '../components/PageHead';
import { valueText } from '../components/valueText';
import './audit.css';
import { ChangeList } from './ChangeList';
import { useCustomer } from './useCustomer.query';
import { useCustomerHistory } from './useCustomerHistory.query';

/** Every change of a customer's fields: old and new value, who, when, in which task. */
export function Component() {
  const { t } = useTranslation('audit');
  const { customerId = '' } = useParams();
  const [query, setQuery] = useSearchParams();
  const customer = useCustomer(customerId);
  const { data: history, error, refetch } = useCustomerHistory(customerId);
  const field = query.get('field');
  if (error) return <div className="page"><FailedState error={error} onRetry={() => void refetch()} /></div>;
  if (!history) return <LoadingState />;
  const name = customer.data?.fields.find((one) => one.name === 'name')?.value;
  const shown = field ? onlyField(history, field) : history;
  return (
    <div className="page page-wide">
      <PageHead
        title={t('customer.title', { name: name ? valueText(name) : customerId })}
        sub={<><Link to="/audit">{t('title')}</Link> · <Link to={`/customers/${customerId}`}>{customer.data?.number ?? customerId}</Link></>}
      />
      <div className="toolbar">
        <Select
          aria-label={t('filter.field')}
          placeholder={t('customer.allFields')}
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          style={{ width: 240 }}
          value={field ?? undefined}
          onChange={(next?: string) => setQuery(next ? { field: next } : {}, { replace: true })}
          options={fieldsOf(history)}
        />
      </div>
      <ChangeList changes={shown} />
    </div>
  );
}

function fieldsOf(history: Change[]): { value: string; label: string }[] {
  const labels = new Map(history.flatMap((change) => change.changes.map((one) => [one.field, one.label || one.field] as const)));
  return [...labels].map(([value, label]) => ({ value, label }));
}

function onlyField(history: Change[], field: string): Change[] {
  return history
    .map((change) => ({ ...change, changes: change.changes.filter((one) => one.field === field) }))
    .filter((change) => change.changes.length > 0);
}
