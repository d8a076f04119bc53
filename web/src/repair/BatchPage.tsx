import { useState } from 'react';
import { Alert, Button, Input, Modal, Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';

import { formatDateTime } from '../app/dates';
import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { PageHead } from '../components/PageHead';
import { BatchRows } from './BatchRows';
import { BatchState } from './BatchState';
import { ExportButton } from './ExportButton';
import { RepairNav } from './RepairNav';
import { useBatch } from './useBatch.query';
import { useStopBatch } from './useStopBatch.mutation';

/** How far an act on many is, and what came of each. */
export function Component() {
  const { t } = useTranslation('repair');
  const { batchId = '' } = useParams();
  const { data: batch, error } = useBatch(batchId);
  const [stopping, setStopping] = useState(false);
  if (error) return <div className="page"><FailedState error={error} /></div>;
  if (!batch) return <LoadingState />;
  const settled = batch.total - batch.waiting;
  const running = batch.state === 'RUNNING';
  return (
    <div className="page page-wide">
      <PageHead
        title={<>{t(`act.${batch.kind}`)}{batch.parameters.dry_run === true && ` · ${t('migrate.dryRun')}`} <BatchState batch={batch} /></>}
        sub={batch.reason}
        actions={<>{running && <Button danger onClick={() => setStopping(true)}>{t('batches.stop')}</Button>}<ExportButton path={`/api/batches/${batchId}/export/`} name={`batch-${batchId}.csv`} /></>}
      />
      <RepairNav />
      <Progress percent={Math.round((100 * settled) / batch.total)} status={running ? 'active' : 'normal'} aria-label={t('batches.progress')} />
      <p className="repair-facts">
        <span className="num">{t('batches.settled', { settled, total: batch.total })}</span>
        {batch.results.map(({ state, code, count }) => <span key={state + code} className="num">{t(`code.${code}`, { defaultValue: code })}: <strong>{count}</strong></span>)}
        <span className="soft num">{batch.created_by?.full_name} · {formatDateTime(batch.created_at)}</span>
      </p>
      <BatchRows id={batchId} running={running} />
      {stopping && <StopDialog id={batchId} onClose={() => setStopping(false)} />}
    </div>
  );
}

function StopDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation('repair');
  const stop = useStopBatch();
  const [reason, setReason] = useState('');
  return (
    <Modal
      open title={t('batches.stop')} okText={t('batches.stop')} cancelText={t('app:back')} onCancel={onClose}
      okButtonProps={{ danger: true, disabled: !reason.trim(), loading: stop.isPending }}
      onOk={() => stop.mutate({ id, reason: reason.trim() }, { onSuccess: onClose })}
    >
      <label className="field-label" htmlFor="stop-reason">{t('reason')}</label>
      <Input.TextArea id="stop-reason" rows={3} value={reason} onChange={({ target }) => setReason(target.value)} />
      {stop.error && <Alert type="error" showIcon title={stop.error.message} />}
    </Modal>
  );
}
