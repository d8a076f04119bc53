import { Alert, App, Modal, Select } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { LEVELS, usePriorityName } from './priorities';
import { ReasonField } from './ReasonField';
import { useMove } from './useMove.mutation';

interface Props { path: string; title: string; hint: string; now: number | null; onClose: () => void }

/** How urgent it is, and why. */
export function PriorityDialog({ path, title, hint, now, onClose }: Props) {
  const { t } = useTranslation('movement');
  const { message } = App.useApp();
  const nameOf = usePriorityName();
  const id = useId();
  const move = useMove();
  const [priority, setPriority] = useState<number>(now ?? 50);
  const [reason, setReason] = useState('');
  const levels = [...new Set([...LEVELS, ...(now === null ? [] : [now])])].sort((a, b) => b - a);
  const set = (): void => move.mutate({ path, body: { priority, reason: reason.trim() } }, {
    onSuccess: () => {
      void message.success(t('priority.set', { name: nameOf(priority) }));
      onClose();
    },
  });
  return (
    <Modal
      open title={title} okText={t('priority.button')} cancelText={t('app:back')} onCancel={onClose} onOk={set}
      okButtonProps={{ disabled: !reason.trim() || priority === now, loading: move.isPending }}
    >
      <p className="soft">{hint}</p>
      <div className="move-choice">
        <label className="field-label" htmlFor={id}>{t('priority.label')}</label>
        <Select id={id} style={{ width: '100%' }} value={priority} onChange={setPriority} options={levels.map((value) => ({ value, label: nameOf(value) }))} />
      </div>
      <ReasonField value={reason} onChange={setReason} />
      {move.error && <Alert type="error" showIcon title={move.error.message} />}
    </Modal>
  );
}
