import { Button, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Posting } from '../api/types';
import { formatDateTime } from '../app/dates';
import { useNarrow } from '../app/useNarrow';
import { moneyText } from '../components/moneyText';
import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { useStatement } from './useStatement.query';

function Charge({ posting }: { posting: Posting }) {
  return posting.charge_id ? <Link to={`/registers/charges/${posting.charge_id}`}>{posting.charge_number}</Link> : <>—</>;
}

function Cards({ postings }: { postings: Posting[] }) {
  const { t } = useTranslation('customer');
  return (
    <ul className="customer-cards">
      {postings.map((one) => (
        <li key={one.id} className="posting">
          <strong>{one.kind_label} <span className="num">{moneyText(one.amount)}</span></strong>
          <small className="num">{formatDateTime(one.posted_at)} · {one.text}</small>
          <small>{t('charge')}: <Charge posting={one} /></small>
          <small>{t('balance')}: <span className="num">{moneyText(one.balance)}</span></small>
        </li>
      ))}
    </ul>
  );
}

function Rows({ postings }: { postings: Posting[] }) {
  const { t } = useTranslation('customer');
  const columns = [
    { title: t('postedAt'), key: 'at', className: 'num nowrap', render: (_: unknown, one: Posting) => formatDateTime(one.posted_at) },
    { title: t('posting'), dataIndex: 'kind_label' },
    { title: t('charge'), key: 'charge', render: (_: unknown, one: Posting) => <Charge posting={one} /> },
    { title: t('postingText'), dataIndex: 'text' },
    { title: t('key'), key: 'instance', render: (_: unknown, one: Posting) => one.business_key && <Link className="num" to={`/i/${one.instance_id}`}>{one.business_key}</Link> },
    { title: t('amount'), key: 'amount', className: 'num', align: 'right' as const, render: (_: unknown, one: Posting) => moneyText(one.amount) },
    { title: t('balance'), key: 'balance', className: 'num', align: 'right' as const, render: (_: unknown, one: Posting) => moneyText(one.balance) },
  ];
  return <Table<Posting> size="small" columns={columns} dataSource={postings} rowKey="id" pagination={false} scroll={{ x: 'max-content' }} />;
}

/** What was posted to the customer's account, newest first, with what was owed after each posting. */
export function Statement({ id }: { id: string }) {
  const { t } = useTranslation('customer');
  const narrow = useNarrow();
  const list = useStatement(id);
  const postings = list.data?.pages.flatMap((page) => page.results);
  const [newest] = postings ?? [];
  return (
    <section className="panel panel-pad" aria-label={t('statement')}>
      <div className="access-head">
        <h2 className="panel-title">{t('statement')}</h2>
        {newest && <span>{t('balanceNow')} <strong className="num">{moneyText(newest.balance)}</strong></span>}
        <Link to={`/registers/entries?customer=${id}`}>{t('registers:all')}</Link>
      </div>
      {list.error && !postings && <FailedState error={list.error} onRetry={() => void list.refetch()} />}
      {!postings && !list.error && <LoadingState rows={3} />}
      {postings?.length === 0 && <p className="soft">{t('noPostings')}</p>}
      {postings && postings.length > 0 && (narrow ? <Cards postings={postings} /> : <Rows postings={postings} />)}
      {list.hasNextPage && (
        <Button block type="text" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('app:more')}</Button>
      )}
    </section>
  );
}
