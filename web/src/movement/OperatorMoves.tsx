import { DragOutlined, RollbackOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { ProcessInstance } from '../api/types';
import { GoBackDialog } from './GoBackDialog';
import { MoveDialog } from './MoveDialog';

/** Operators' buttons: rewind and move; `chosen` is the element marked in the diagram. */
export function OperatorMoves({ instance, chosen }: { instance: ProcessInstance; chosen: string | null }) {
  const { t } = useTranslation('movement');
  const [opened, setOpened] = useState<'rewind' | 'move' | null>(null);
  const close = (): void => setOpened(null);
  if (!instance.may.move) return null;
  return (
    <section className="panel panel-pad operator-moves" aria-label={t('operators')}>
      <h2 className="panel-title">{t('operators')}</h2>
      <p className="soft">{t('operatorsHint')}</p>
      <Button icon={<RollbackOutlined />} onClick={() => setOpened('rewind')}>{t('rewind')}</Button>
      <Button icon={<DragOutlined />} onClick={() => setOpened('move')}>{t('move')}</Button>
      {opened === 'rewind' && (
        <GoBackDialog
          path={`/api/process-instances/${instance.id}/rewind/`} title={t('rewindTitle', { key: instance.business_key })}
          okText={t('rewind')} chosen={chosen} onClose={close}
        />
      )}
      {opened === 'move' && <MoveDialog instance={instance} chosen={chosen} onClose={close} />}
    </section>
  );
}
