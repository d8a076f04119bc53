import { DownloadOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';

import type { Params } from '../api/client';
import { useDownload } from './useDownload.mutation';

interface ExportButtonProps { path: string; params?: Params; name: string; formats?: readonly ('csv' | 'xlsx')[]; label?: string }

/** The whole list (or what `label` says) as a file; `name` is without its ending where there are several formats. */
export function ExportButton({ path, params, name, formats, label }: ExportButtonProps) {
  const { t } = useTranslation('repair');
  const { message } = App.useApp();
  const download = useDownload();
  const take = (asked: { path: string; params?: Params; name: string }): void =>
    download.mutate(asked, { onError: (error) => void message.error(error.message) });
  if (!formats) {
    return <Button icon={<DownloadOutlined aria-hidden />} loading={download.isPending} onClick={() => take({ path, params, name })}>{label ?? t('export')}</Button>;
  }
  return (
    <>
      {formats.map((format) => (
        <Button
          key={format} icon={<DownloadOutlined aria-hidden />} loading={download.isPending && download.variables.name.endsWith(format)}
          onClick={() => take({ path, params: { ...params, format }, name: `${name}.${format}` })}
        >
          {t(`exportAs.${format}`)}
        </Button>
      ))}
    </>
  );
}
