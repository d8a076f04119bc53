import { Button, Space } from 'antd';
import { useTranslation } from 'react-i18next';

import { cursorOf } from '../audit/changeFilters';

/** To the first page, and to the next one. */
export function Pages({ next, cursor, onGo }: { next: string | null | undefined; cursor: string | undefined; onGo: (cursor: string) => void }) {
  const { t } = useTranslation('repair');
  const following = cursorOf(next ?? null);
  return (
    <nav aria-label={t('pages')} style={{ marginTop: 12 }}>
      <Space>
        <Button disabled={!cursor} onClick={() => onGo('')}>{t('first')}</Button>
        <Button disabled={!following} onClick={() => onGo(following ?? '')}>{t('next')}</Button>
      </Space>
    </nav>
  );
}
