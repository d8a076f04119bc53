import { DownloadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

import { withParams } from '../api/client';
import { apiFilters, type ChangeFilters } from './changeFilters';

/** Downloads of all changes that the filters let through; the export itself is recorded. */
export function ExportLinks({ filters }: { filters: ChangeFilters }) {
  const { t } = useTranslation('audit');
  const address = (format: string) => withParams('/api/audit/changes/export/', { ...apiFilters(filters), format });
  return (
    <>
      <Button icon={<DownloadOutlined aria-hidden />} href={address('csv')} download>{t('export.csv')}</Button>
      <Button icon={<DownloadOutlined aria-hidden />} href={address('xlsx')} download>{t('export.xlsx')}</Button>
    </>
  );
}
