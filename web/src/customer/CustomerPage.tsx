import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';

import type { CustomerDetail } from '../api/types';
import { useQueryState } from '../app/useQueryState';
import { ChangePanel } from '../change/ChangePanel';
import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { PageHead } from '../components/PageHead';
import { MonthlyConsumption } from '../registers/MonthlyConsumption';
import { RecordAsOf } from '../registers/RecordAsOf';
import type { Register } from './columns';
import { CustomerFields } from './CustomerFields';
import { CustomerHistory } from './CustomerHistory';
import { CustomerInstances } from './CustomerInstances';
import { RegisterRows } from './RegisterRows';
import { Statement } from './Statement';
import { CustomerDocuments } from './CustomerDocuments';
import { useCustomer } from './useCustomer.query';
import './customer.css';
import '../registers/registers.css';

const TABS = ['file', 'meters', 'contract', 'money', 'documents', 'safety', 'instances', 'history'] as const;
type Tab = (typeof TABS)[number];

function Rows({ customer, registers }: { customer: CustomerDetail; registers: readonly Register[] }) {
  return registers.map((register) => (
    <RegisterRows key={register} register={register} customerId={customer.id} rows={(customer[register] ?? []).map((row) => ({ ...row }))} />
  ));
}

function File({ customer }: { customer: CustomerDetail }) {
  return (
    <>
      <ChangePanel record={{ table: 'registers_customer', recordId: customer.id }} />
      <RecordAsOf register="customers" id={customer.id}>
        <CustomerFields fields={customer.fields} register="customers" id={customer.id} />
        <Rows customer={customer} registers={['contacts', 'sites', 'supply_points', 'appliances']} />
      </RecordAsOf>
    </>
  );
}

function Money({ customer }: { customer: CustomerDetail }) {
  return (
    <>
      <MonthlyConsumption register="customers" id={customer.id} />
      <Statement id={customer.id} />
      <Rows customer={customer} registers={['charges', 'payments']} />
    </>
  );
}

function Pane({ tab, customer }: { tab: Tab; customer: CustomerDetail }) {
  switch (tab) {
    case 'file': return <File customer={customer} />;
    case 'meters': return <><MonthlyConsumption register="customers" id={customer.id} /><Rows customer={customer} registers={['meters']} /></>;
    case 'contract': return <Rows customer={customer} registers={['contracts', 'accounts']} />;
    case 'money': return <Money customer={customer} />;
    case 'safety': return <Rows customer={customer} registers={['hazards', 'theft_cases']} />;
    case 'instances': return <CustomerInstances instances={customer.instances} />;
    case 'documents': return <><Rows customer={customer} registers={['volumes']} /><CustomerDocuments documents={customer.documents} /></>;
    case 'history': return <CustomerHistory path={`/api/customers/${customer.id}/history/`} />;
  }
}

/** Everything that is on file about one customer. */
export function Component() {
  const { t } = useTranslation('customer');
  const { customerId = '' } = useParams<'customerId'>();
  const [chosen, choose] = useQueryState('tab');
  const { data: customer, error, refetch } = useCustomer(customerId);
  const tab = TABS.find((one) => one === chosen) ?? 'file';
  if (error && !customer) return <FailedState error={error} onRetry={() => void refetch()} />;
  if (!customer) return <LoadingState />;
  return (
    <div className="page">
      <PageHead title={customer.name || customer.number} sub={<span className="num">{customer.number}</span>} />
      <Tabs
        activeKey={tab} items={TABS.map((key) => ({ key, label: t(`tab.${key}`) }))}
        onChange={(key) => choose(key === 'file' ? '' : key)}
      />
      <Pane tab={tab} customer={customer} />
    </div>
  );
}
