import { EditOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { useMe } from '../app/useMe.query';
import { ChangeDifference } from './ChangeDifference';
import { ClosingDrawer } from './ClosingDrawer';
import { ProposeDrawer } from './ProposeDrawer';
import { TransferDrawer } from './TransferDrawer';
import type { ChangeRequest, Proposed, RecordRef } from './types';
import { useChangeRequests } from './useChangeRequests.query';
import './change.css';

function Open({ request }: { request: ChangeRequest }) {
  const { t } = useTranslation('change');
  return (
    <article className="change-open">
      <p>
        <strong>{request.requester}</strong> · {request.kind !== 'update' && <>{t(`request_kind.${request.kind}`)} · </>}{request.bulk_id !== null && <>{t('bulk.title')} · </>}{t('effective', { day: request.effective_on })}
        {request.instance_id && <> · <Link to={`/i/${request.instance_id}`}>{t('open_instance')}</Link></>}
      </p>
      <ChangeDifference request={request} />
      <p className="field-hint">{request.reason}</p>
    </article>
  );
}

/** For any record's page: what is proposed to change, and the way to propose. */
export function ChangePanel({ record }: { record: RecordRef }) {
  const { t } = useTranslation('change');
  const { message } = App.useApp();
  const { data: me } = useMe();
  const { data: requests = [] } = useChangeRequests(record);
  const [proposing, propose] = useState<'fields' | 'transfer' | 'closing' | ''>('');
  const told = ({ business_key }: Proposed): void => { propose(''); void message.success(t('proposed', { key: business_key })); };
  const close = (): void => propose('');
  const may = me?.may.propose_changes ?? false;
  if (!may && requests.length === 0) return null;
  return (
    <section className="panel panel-pad" aria-label={t('title')}>
      <div className="change-panel-head">
        <h2 className="panel-title">{requests.length > 0 ? t('pending', { count: requests.length }) : t('title')}</h2>
        {may && (
          <div className="bulk-buttons">
            <Button icon={<EditOutlined />} onClick={() => propose('fields')}>{t('propose')}</Button>
            {record.table === 'registers_customer' && <Button onClick={() => propose('transfer')}>{t('transfer.title')}</Button>}
            {record.table === 'registers_customer' && <Button onClick={() => propose('closing')}>{t('closing.title')}</Button>}
          </div>
        )}
      </div>
      {requests.map((request) => <Open key={request.id} request={request} />)}
      <ProposeDrawer record={record} open={proposing === 'fields'} onClose={close} onProposed={told} />
      {record.table === 'registers_customer' && (
        <>
          <TransferDrawer customerId={String(record.recordId)} open={proposing === 'transfer'} onClose={close} onProposed={told} />
          <ClosingDrawer customerId={String(record.recordId)} open={proposing === 'closing'} onClose={close} onProposed={told} />
        </>
      )}
    </section>
  );
}
