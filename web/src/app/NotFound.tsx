import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { EmptyState } from '../components/EmptyState';

export function NotFound() {
  const { t } = useTranslation();
  return (
    <EmptyState title={t('notFound.title')} hint={t('notFound.hint')} action={<Link to="/inbox">{t('notFound.inbox')}</Link>} />
  );
}
