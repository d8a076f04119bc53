import { TableOutlined } from '@ant-design/icons';
import { Alert, App, Button, Progress, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useSearchParams } from 'react-router';

import { EmptyState } from '../components/EmptyState';
import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { PageHead } from '../components/PageHead';
import { type Asking, AskingFields, NOTHING_ASKED } from './AskingFields';
import { BulkResult } from './BulkResult';
import { SheetSource, ValueSource } from './BulkSource';
import type { BulkAsked, BulkRegister } from './bulkTypes';
import { useBulkRegisters } from './useBulkRegisters.query';
import { useCheckBulk } from './useCheckBulk.mutation';
import { useProposeBulk } from './useProposeBulk.mutation';
import './change.css';

function Work({ register, records, filter, listed }: { register: BulkRegister; records: number[]; filter: Record<string, string>; listed: boolean }) {
  const { t } = useTranslation('change');
  const { message } = App.useApp();
  const go = useNavigate();
  const check = useCheckBulk();
  const propose = useProposeBulk();
  const [asked, ask] = useState<BulkAsked>();
  const [asking, say] = useState<Asking>(NOTHING_ASKED);
  const [key] = useState(() => crypto.randomUUID());
  const look = (next: Omit<BulkAsked, 'register'>): void => {
    const whole = { register: register.key, ...next };
    ask(whole);
    check.mutate(whole);
  };
  const checked = check.data;
  const ready = checked && checked.problems.length === 0 && checked.changed > 0;
  const send = (): void => {
    if (!asked) return;
    propose.mutate({ ...asked, reason: asking.reason.trim(), effective_on: asking.effective_on || null, papers: asking.papers, key }, {
      onSuccess: ({ business_key, instance_id }) => {
        void message.success(t('proposed', { key: business_key }));
        void go(`/i/${instance_id}`);
      },
    });
  };
  const failed = check.error ?? propose.error;
  return (
    <div className="bulk-page">
      {listed
        ? <ValueSource register={register} count={records.length} onAsk={(changes) => look(records.length > 0 ? { records, changes } : { list_filter: new URLSearchParams(filter).toString(), changes })} />
        : <SheetSource register={register} filter={filter} onUploaded={(attachment) => look({ attachment })} />}
      {(check.isPending || propose.isPending) && (
        <div role="status"><Progress percent={100} status="active" showInfo={false} /><p>{t(check.isPending ? 'bulk.checking' : 'bulk.proposing', { count: checked?.changed ?? 0 })}</p></div>
      )}
      {failed && <Alert type="error" showIcon message={failed.message} />}
      {checked && !check.isPending && <BulkResult checked={checked} />}
      {ready && (
        <section className="panel panel-pad">
          <AskingFields asking={asking} onChange={say} />
          <Button type="primary" disabled={asking.reason.trim() === ''} loading={propose.isPending} onClick={send}>{t('bulk.send', { count: checked.changed })}</Button>
        </section>
      )}
    </div>
  );
}

/** Many records of a register at once: from a workbook, or one value for the rows of a list; checked, then proposed. */
export function Component() {
  const { t } = useTranslation('change');
  const [query, setQuery] = useSearchParams();
  const { data: registers, error, refetch } = useBulkRegisters();
  if (error && !registers) return <FailedState error={error} onRetry={() => void refetch()} />;
  if (!registers) return <LoadingState />;
  const register = registers.find((one) => one.key === query.get('register')) ?? registers[0];
  if (!register) return <EmptyState icon={<TableOutlined />} title={t('bulk.not_for_you')} hint={t('bulk.not_for_you_hint')} />;
  const records = (query.get('records') ?? '').split(',').filter(Boolean).map(Number);
  const listed = query.get('from') === 'list';
  const filter = Object.fromEntries([...query].filter(([name]) => !['register', 'records', 'from', 'sort', 'tab'].includes(name)));
  return (
    <div className="page page-wide">
      <PageHead
        title={t('bulk.title')} sub={<Link to={`/registers/${register.key}`}>{register.title}</Link>}
        actions={(
          <Select
            aria-label={t('bulk.register')} value={register.key} style={{ minWidth: 150 }} options={registers.map(({ key, title }) => ({ value: key, label: title }))}
            onChange={(key) => setQuery({ register: key })}
          />
        )}
      />
      <p className="soft">{t('explained')}</p>
      <Work key={`${register.key} ${query.toString()}`} register={register} records={records} filter={filter} listed={listed} />
    </div>
  );
}
