import { DownloadOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';

import type { Params } from '../api/client';
import { useDownload } from './useDownload.mutation';

/** The whole list as a file. */
export function ExportButton({ path, params, name }: { path: string; params?: Params; name: string }) {
  const { t } = useTranslation('repair');
  const { message } = App.useApp();
  const download = useDownload();
  return (
    <Button
      icon={<DownloadOutlined aria-hidden />}
      loading={download.isPending}
      onClick={() => download.mutate({ path, params, name }, { onError: (error) => void message.error(error.message) })}
    >
      {t('export')}
    </Button>
  );
}
