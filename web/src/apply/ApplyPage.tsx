import { useTranslation } from 'react-i18next';
import { useState } from 'react';
import { Link } from 'react-router';

import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { currentLanguage } from '../i18n';
import { ApplicationForm } from './ApplicationForm';
import { PublicFrame } from './PublicFrame';
import { Receipt } from './Receipt';
import { useApplicationForm } from './useApplicationForm.query';
import type { ApplicationReceipt } from './useApply.mutation';

export function Component() {
  const { t } = useTranslation('apply');
  const [language, setLanguage] = useState(currentLanguage);
  const [receipt, setReceipt] = useState<ApplicationReceipt | null>(null);
  const { data, error, refetch } = useApplicationForm(language);
  return (
    <PublicFrame
      title={t('title')} other={{ to: '/apply/progress', text: t('toProgress') }}
      onLanguage={() => setLanguage(currentLanguage())}
    >
      <p><Link to="/apply/rectified">{t('toRectified')}</Link></p>
      {receipt && <Receipt receipt={receipt} />}
      {!receipt && error && <FailedState error={error} onRetry={() => void refetch()} />}
      {!receipt && !error && !data && <LoadingState />}
      {!receipt && data && <ApplicationForm key={language} form={data.form} branches={data.branches} onSent={setReceipt} />}
    </PublicFrame>
  );
}
