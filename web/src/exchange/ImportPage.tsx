import { Alert, App, Button, Popconfirm, Progress } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useParams } from 'react-router';

import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { PageHead } from '../components/PageHead';
import { ExportButton } from '../repair/ExportButton';
import { ExchangeNav } from './ExchangeNav';
import { NoteDialog } from './NoteDialog';
import { ProblemList } from './ProblemList';
import { RunFacts } from './RunFacts';
import { RunState } from './RunState';
import type { ImportRun } from './shapes';
import { useImport } from './useImport.query';
import { useImportAct } from './useImportAct.mutation';

/** One import: what is in the file, what is wrong with it, and how far the workers are. */
export function Component() {
  const { t } = useTranslation('exchange');
  const { runId = '' } = useParams();
  const known = (useLocation().state as { known?: boolean } | null)?.known;
  const { data: run, error } = useImport(runId);
  if (error) return <div className="page"><FailedState error={error} /></div>;
  if (!run) return <LoadingState />;
  return (
    <div className="page page-wide">
      <PageHead title={<>{run.file_name} <RunState run={run} /></>} sub={run.kind_label} actions={<Acts run={run} />} />
      <ExchangeNav />
      {known && <Alert type="info" showIcon title={t('run.known')} />}
      {run.state === 'CHECKED' && <Alert type={run.failed ? 'warning' : 'success'} showIcon title={t(run.failed ? 'run.checkedWrong' : 'run.checkedGood', { ...run })} />}
      {run.state === 'REFUSED' && <Alert type="error" showIcon title={t('run.refused')} />}
      {run.state === 'RUNNING' && <Progress percent={Math.floor((100 * run.position) / Math.max(1, run.row_count))} status="active" aria-label={t('run.progress')} />}
      <RunFacts run={run} />
      <ProblemList run={run} />
    </div>
  );
}

function Acts({ run }: { run: ImportRun }) {
  const { t } = useTranslation('exchange');
  const { message } = App.useApp();
  const act = useImportAct(run.id);
  const [stopping, setStopping] = useState(false);
  const tell = { onError: (error: Error) => void message.error(error.message) };
  const again = run.state === 'STOPPED' || (run.state === 'DONE' && run.failed > 0);
  return (
    <>
      {run.may_import && (run.state === 'CHECKED' || again) && (
        <Popconfirm title={t('run.sure', { count: run.row_count - run.failed - run.skipped })} okText={t('run.confirm')} cancelText={t('app:back')} onConfirm={() => act.mutate({ act: 'confirm' }, tell)}>
          <Button type="primary" loading={act.isPending}>{t(again ? 'run.again' : 'run.confirm')}</Button>
        </Popconfirm>
      )}
      {run.may_import && run.state === 'RUNNING' && <Button danger onClick={() => setStopping(true)}>{t('run.stop')}</Button>}
      {run.failed > 0 && run.state !== 'REFUSED' && <ExportButton path={`/api/imports/${run.id}/wrong-rows/`} name={`import-${run.id}-rows.csv`} label={t('run.wrongRows')} />}
      <ExportButton path={`/api/imports/${run.id}/content/`} name={run.file_name} label={t('run.content')} />
      {stopping && (
        <NoteDialog title={t('run.stop')} label={t('reason')} busy={act.isPending} error={act.error} onClose={() => setStopping(false)}
          onDone={(reason) => act.mutate({ act: 'stop', reason }, { onSuccess: () => setStopping(false) })} />
      )}
    </>
  );
}
