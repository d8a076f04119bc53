import { Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Customer } from '../api/types';
import { useNarrow } from '../app/useNarrow';

function unitName(customer: Customer): string {
  return typeof customer.unit === 'string' ? customer.unit : (customer.unit?.name ?? '');
}

function categoryName(t: (key: string, options: { defaultValue: string }) => string, category: string): string {
  return t(`category.${category}`, { defaultValue: category });
}

function CustomerCards({ customers }: { customers: Customer[] }) {
  const { t } = useTranslation('customer');
  return (
    <ul className="panel customer-cards">
      {customers.map((customer) => (
        <li key={customer.id}>
          <Link to={`/customers/${customer.id}`}>
            <strong>{customer.name}</strong>
            <small className="num">{[customer.number, categoryName(t, customer.category), unitName(customer)].filter(Boolean).join(' · ')}</small>
            <small>{customer.address}</small>
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** Customers as a table, or as cards on a phone. */
export function CustomerTable({ customers }: { customers: Customer[] }) {
  const { t } = useTranslation('customer');
  const narrow = useNarrow();
  if (narrow) return <CustomerCards customers={customers} />;
  const columns = [
    { title: t('number'), dataIndex: 'number', className: 'num nowrap', width: 170 },
    { title: t('name'), key: 'name', render: (_: unknown, customer: Customer) => <Link to={`/customers/${customer.id}`}>{customer.name}</Link> },
    { title: t('categoryLabel'), key: 'category', width: 110, render: (_: unknown, customer: Customer) => categoryName(t, customer.category) },
    { title: t('unit'), key: 'unit', width: 150, render: (_: unknown, customer: Customer) => unitName(customer) },
    { title: t('phone'), dataIndex: 'phone', className: 'num', width: 140 },
    { title: t('address'), dataIndex: 'address', ellipsis: true },
    { title: t('open'), dataIndex: 'open_instances', className: 'num', width: 90, align: 'right' as const },
  ];
  return <Table<Customer> className="panel" size="small" columns={columns} dataSource={customers} rowKey="id" pagination={false} scroll={{ x: 900 }} />;
}
