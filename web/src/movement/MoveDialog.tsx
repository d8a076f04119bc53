import { Alert, App, Modal, Select } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { ProcessInstance } from '../api/types';
import { ReasonField } from './ReasonField';
import { useElements } from './useElements.query';
import { useMove } from './useMove.mutation';
import { useMoveTokensPreview } from './useMoveTokensPreview.query';
import './movement.css';

interface Props { instance: ProcessInstance; chosen?: string | null; onClose: () => void }

function Choice({ label, value, options, onChange }: {
  label: string; value: string[]; options: { value: string; label: string }[]; onChange: (value: string[]) => void;
}) {
  const id = useId();
  return (
    <div className="move-choice">
      <label className="field-label" htmlFor={id}>{label}</label>
      <Select id={id} mode="multiple" showSearch={{ optionFilterProp: 'label' }} style={{ width: '100%' }} value={value} options={options} onChange={onChange} />
    </div>
  );
}

/** Operators: take tokens away here, put them in there. */
export function MoveDialog({ instance, chosen, onClose }: Props) {
  const { t } = useTranslation('movement');
  const { message } = App.useApp();
  const elements = useElements(instance.definition.key);
  const [cancel, setCancel] = useState<string[]>([]);
  const [enter, setEnter] = useState<string[]>(chosen ? [chosen] : []);
  const [reason, setReason] = useState('');
  const path = `/api/process-instances/${instance.id}/move/`;
  const preview = useMoveTokensPreview(path, { cancel, enter });
  const move = useMove();
  const names = (works: { element_id: string; element_name: string }[]): string => works.map((one) => one.element_name).join('、') || t('nothing');
  const go = (): void => move.mutate({ path, body: { cancel, enter, reason: reason.trim() } }, {
    onSuccess: () => {
      void message.success(t('moved'));
      onClose();
    },
  });
  const open = instance.open.map((work) => ({ value: work.work_id, label: work.name || work.element_id }));
  const error = preview.error ?? move.error;
  return (
    <Modal
      open title={t('moveTitle', { key: instance.business_key })} okText={t('move')} cancelText={t('app:back')} width={640}
      okButtonProps={{ disabled: !preview.data || !reason.trim(), loading: move.isPending }} onCancel={onClose} onOk={go}
    >
      <Choice label={t('takeAway')} value={cancel} options={open} onChange={setCancel} />
      <Choice label={t('putIn')} value={enter} options={elements} onChange={setEnter} />
      {preview.data?.preview && (
        <Alert
          type="info" showIcon title={t('willClose', { names: names(preview.data.preview.closed) })}
          description={t('willOpen', { names: names(preview.data.preview.opened) })}
        />
      )}
      <ReasonField value={reason} onChange={setReason} />
      {error && <Alert type="error" showIcon title={error.message} />}
    </Modal>
  );
}
