import { useTranslation } from 'react-i18next';

import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { useIncident } from './useIncident.query';

/** The stack of an incident, for operators. */
export function Stack({ id }: { id: string }) {
  const { t } = useTranslation('repair');
  const { data, error } = useIncident(id);
  if (error) return <FailedState error={error} />;
  if (!data) return <LoadingState />;
  return data.stack ? <pre className="repair-stack" lang="en" tabIndex={0}>{data.stack}</pre> : <p className="soft">{t('incidents.noStack')}</p>;
}
