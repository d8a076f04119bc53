import { DownloadOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';

import type { ChangeFilters } from './changeFilters';
import { type ExportFormat, useExportChanges } from './useExportChanges.mutation';

const FORMATS: ExportFormat[] = ['csv', 'xlsx'];

/** Downloads of all changes that the filters let through; the export itself is recorded. */
export function ExportButtons({ filters }: { filters: ChangeFilters }) {
  const { t } = useTranslation('audit');
  const { message } = App.useApp();
  const download = useExportChanges();
  return (
    <>
      {FORMATS.map((format) => (
        <Button
          key={format}
          icon={<DownloadOutlined aria-hidden />}
          loading={download.isPending && download.variables.format === format}
          onClick={() => download.mutate({ filters, format }, { onError: (error) => void message.error(error.message) })}
        >
          {t(`export.${format}`)}
        </Button>
      ))}
    </>
  );
}
