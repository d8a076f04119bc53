import { Alert, Button, Input, Timeline } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';

import { isRefusal } from '../api/Refusal';
import { PublicFrame } from './PublicFrame';
import type { ApplicationReceipt } from './useApply.mutation';
import { useProgress } from './useProgress.mutation';

export function Component() {
  const { t } = useTranslation('apply');
  const known = useLocation().state as ApplicationReceipt | null;
  const [number, setNumber] = useState(known?.application_no ?? '');
  const [code, setCode] = useState(known?.code ?? '');
  const progress = useProgress();
  const ask = (): void => progress.mutate({ application_no: number.trim(), code: code.trim() });
  const wrong = progress.error && (isRefusal(progress.error, 'not_found') ? t('noMatch') : progress.error.message);
  return (
    <PublicFrame
      title={t('progress')} other={{ to: '/apply', text: t('toApply') }}
      onLanguage={() => { if (progress.data) ask(); }}
    >
      <form
        className="panel panel-pad apply-ask"
        onSubmit={(event) => {
          event.preventDefault();
          ask();
        }}
      >
        <label htmlFor="apply-number">{t('number')}</label>
        <Input id="apply-number" size="large" value={number} placeholder="BZ-2026-000001" onChange={(e) => setNumber(e.target.value)} />
        <label htmlFor="apply-code">{t('code')}</label>
        <Input id="apply-code" size="large" value={code} autoComplete="off" onChange={(e) => setCode(e.target.value)} />
        <Button type="primary" size="large" block htmlType="submit" disabled={!number || !code} loading={progress.isPending}>{t('ask')}</Button>
      </form>
      {wrong && <Alert type="error" showIcon title={wrong} />}
      {progress.data && (
        <div className="panel panel-pad">
          <Timeline items={progress.data.stages.map(({ name, reached_on }, index) => ({ key: index, content: <>{name} <span className="soft">{reached_on}</span></> }))} />
        </div>
      )}
    </PublicFrame>
  );
}
