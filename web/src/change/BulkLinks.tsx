import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { withParams } from '../api/client';

/** From a list: change one field of the chosen rows or of all of them, or import a workbook. */
export function BulkLinks({ register, asked, chosen }: { register: string; asked: Record<string, string>; chosen: string[] }) {
  const { t } = useTranslation('change');
  const list = chosen.length > 0 ? { register, from: 'list', records: chosen.join(',') } : { ...asked, register, from: 'list' };
  return (
    <p className="bulk-buttons records-count">
      <Link to={withParams('/changes/bulk', list)}>{chosen.length > 0 ? t('bulk.change_chosen', { count: chosen.length }) : t('bulk.change_all')}</Link>
      <Link to={withParams('/changes/bulk', { ...asked, register })}>{t('bulk.sheet')}</Link>
    </p>
  );
}
